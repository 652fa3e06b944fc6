"""A contact out of somebody's address book: looked for among those that are there, then offered as new (TG10, PRODUCT 16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.command import commands_by_name
from bot.kinds.party import Party
from bot.reading.doubts import Missing
from bot.reading.draft import Draft
from bot.says import questions
from bot.says import sent as says
from bot.talking.asking import DROP, Choice
from bot.talking.heard import Heard
from bot.talking.talk import Open
from core.customers.reachable import phone_of

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.messages import ContactCard
    from bot.talking.talk import Talk
    from core.customers.names import Match


@dataclass(frozen=True)
class _Person:
    name: str
    phone: str
    email: str
    company: str
    title: str


def offer_card(desk: Desk, talk: Talk, card: ContactCard, *, key: str) -> Heard:
    """Ask what to do with a contact. Nothing is written before the answer; somebody with the same number is named first."""
    person = _person(card)
    if not person.name:
        return Heard("refused", desk.reply(desk.say(says.NO_NAME)))
    known = _known(desk, person)
    told: dict[str, Any] = {"name": person.name, "phone": desk.phone(person.phone or person.email)}
    if known is not None:
        words = desk.say(says.CARD_KNOWN, **told, known=known.name)
        rows = _rows_known(desk, person, known)
    else:
        words = desk.say(says.CARD, **told)
        rows = _rows_new(desk, talk, person)
    rows = (*rows, (Choice(desk.word(questions.SKIP), DROP),))
    talk.question = Open(choices=tuple(choice for row in rows for choice in row), said=person.name, key=key)
    return Heard("asked", desk.reply(words), choices=rows)


def _person(card: ContactCard) -> _Person:
    """The card with what its vCard says more. Pictures in it are passed over and nothing is fetched."""
    read: dict[str, str] = {}
    if card.vcard:
        from core.exchange.files import BadFile
        from core.exchange.vcards import read_cards

        try:
            sheet = read_cards("card", card.vcard, "utf-8")
        except BadFile:
            sheet = None
        if sheet is not None and sheet.lines:
            read = dict(zip(sheet.heads, sheet.lines[0].cells, strict=True))
    company = read.get("company", "")
    return _Person(
        name=" ".join((card.name or read.get("name", "")).split())[:200],
        phone=card.phone or read.get("phone", ""),
        email=read.get("email", ""),
        company="" if company == card.name else company[:200],
        title=read.get("title", "")[:200],
    )


def _known(desk: Desk, person: _Person) -> Match | None:
    """Who has that number or address already."""
    found = desk.crm.names.by_phone(phone_of(person.phone, desk.crm.workspace.country)) if person.phone else []
    found = found or (desk.crm.names.by_email(person.email) if person.email else [])
    return found[0] if found else None


def _rows_known(desk: Desk, person: _Person, known: Match) -> tuple[tuple[Choice, ...], ...]:
    party = Party(known.record, known.id, known.name)
    opened = commands_by_name()["look_up"](**{known.record: party})
    label = desk.say(says.OPEN_KNOWN, name=known.name).plain
    anyway = _adding(person, sure=True)
    return (
        (Choice(label, {"command": opened.to_json()}),),
        (Choice(desk.word(questions.CREATE_ANYWAY), {"command": anyway.to_json()}),),
    )


def _rows_new(desk: Desk, talk: Talk, person: _Person) -> tuple[tuple[Choice, ...], ...]:
    rows: list[tuple[Choice, ...]] = []
    at = _company(desk, person)
    if at is not None:
        rows.append((_adding_to(desk, person, at),))
    elif person.company:
        label = desk.say(says.NEW_COMPANY, name=person.company).plain
        rows.append((Choice(label, {"command": _adding(person, company=person.company).to_json()}),))
    about = talk.receipt
    if about is not None and about.record == "customer" and (at is None or about.id != at.id):
        rows.append((_adding_to(desk, person, about),))
    unfinished = Draft(
        commands_by_name()["add_contact"],
        {"contact_name": person.name, "title": person.title, "phone": person.phone, "email": person.email},
        (Missing(field="customer", kind="customer"),),
    )
    rows.append(
        (
            Choice(desk.word(says.NEW_CUSTOMER), {"command": _adding(person).to_json()}),
            Choice(desk.word(says.ADD_TO_OTHER), {"draft": unfinished.to_json(), "said": person.name}),
        )
    )
    return tuple(rows)


def _company(desk: Desk, person: _Person) -> Party | None:
    """The customer that is called like the card's company."""
    found = desk.crm.names.find(person.company, limit=1, records=("customer",)) if person.company else []
    return Party("customer", found[0].id, found[0].name) if found and found[0].how in ("exact", "alias") else None


def _adding_to(desk: Desk, person: _Person, customer: Party) -> Choice:
    label = desk.say(says.ADD_TO, name=customer.name).plain
    return Choice(label, {"command": _adding(person, customer=customer).to_json()})


def _adding(person: _Person, **more: Any) -> Any:
    told = {"title": person.title} if more.get("customer") or more.get("company") else {}
    add: Any = commands_by_name()["add_contact"]
    return add(contact_name=person.name, phone=person.phone, email=person.email, **told, **more)
