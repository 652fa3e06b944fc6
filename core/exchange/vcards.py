"""vCards (2.1, 3.0, 4.0): each card is a row. Pictures, sounds and keys are passed over, and nothing is ever fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from core.exchange.files import MOST_ROWS, BadFile, Line, Sheet

HEADS: Final = ("name", "kind", "company", "title", "phone", "email", "website", "city", "country", "tags", "notes")
_PASSED_OVER: Final = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-ABADR|AGENT)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_LONGEST_CARD: Final = 100_000


def read_cards(name: str, text: str, encoding: str) -> Sheet:
    """Read the cards of a file. A card that cannot be read is a row without a name, so that it is told as wrong.

    Raises BadFile for cards inside cards, too many of them, or one of more than 100,000 characters.
    """
    lines = [Line(number, _row(card)) for number, card in _cards(text)]
    return Sheet(name, HEADS, tuple(lines), encoding, "")


def _cards(text: str) -> Iterator[tuple[int, str]]:
    """The cards with the line each begins at, folded lines and pictures left as they are or out."""
    card: list[str] = []
    size = number = begun = 0
    inside = dropping = False
    for ended in io.StringIO(text, newline=None):
        line = ended.rstrip("\n")
        number += 1
        head = line.strip().upper()
        if head == "BEGIN:VCARD":
            if inside:
                raise BadFile("broken", line=number)
            card, size, begun, inside, dropping = [line.strip()], 0, number, True, False
        elif inside:
            dropping = bool(_PASSED_OVER.match(line)) or (dropping and line[:1] in (" ", "\t"))
            if dropping:
                continue
            size += len(line)
            if size > _LONGEST_CARD:
                raise BadFile("cell_too_long", line=begun)
            card.append(line)
            if head == "END:VCARD":
                inside = False
                yield begun, "\r\n".join(card) + "\r\n"
        if number > MOST_ROWS * 100:
            raise BadFile("too_many_rows", line=number)
    if inside:
        yield begun, ""


def _row(card: str) -> tuple[str, ...]:
    """A card's cells in the order of HEADS."""
    import vobject

    empty = ("",) * len(HEADS)
    if not card:
        return empty
    try:
        read: Any = vobject.readOne(card, allowQP=_QUOTED.search(card) is not None, ignoreUnreadable=True)
        told = _values(read)
    except Exception:  # noqa: BLE001 - the library raises whatever a bent card leads it to; the row is told as wrong
        return empty
    return tuple(told.get(head, "") for head in HEADS)


def _values(card: Any) -> dict[str, str]:
    def first(key: str) -> str:
        found = card.contents.get(key) or []
        return _text(found[0].value) if found else ""

    company = first("org").split(";")[0].strip()
    name = first("fn") or _structured(card)
    phone = _preferred(card.contents.get("tel") or [])
    shown_as_company = "company" in first("x-abshowas").lower() or first("kind").lower() == "org"
    if not name or name == company or shown_as_company:
        kind, name, company = "company", company or name, ""
    else:
        kind = "contact" if company else "person"
    address = next((one.value for one in card.contents.get("adr") or []), None)
    return {
        "name": name,
        "kind": kind,
        "company": company,
        "title": first("title"),
        "phone": re.sub(r"^tel:", "", phone, flags=re.IGNORECASE),
        "email": first("email"),
        "website": first("url"),
        "city": _text(getattr(address, "city", "")),
        "country": _text(getattr(address, "country", "")),
        "tags": first("categories"),
        "notes": first("note"),
    }


def _structured(card: Any) -> str:
    names = card.contents.get("n") or []
    if not names:
        return ""
    parts = names[0].value
    return " ".join(filter(None, (_text(parts.given), _text(parts.family))))


def _preferred(phones: list[Any]) -> str:
    """The mobile number where one is marked, else the first."""
    for phone in phones:
        kinds = " ".join(phone.params.get("TYPE", [])).lower()
        if "cell" in kinds or "mobile" in kinds:
            return _text(phone.value)
    return _text(phones[0].value) if phones else ""


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ";".join(_text(one) for one in value)
    return " ".join(str(value or "").split())
