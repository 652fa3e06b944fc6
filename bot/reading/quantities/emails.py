"""E-mail addresses inside a text."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.quantities.spans import EmailSpan

_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&*+/=?^_`{|}~-'")
_TRAILING = ".,;:!?-'_"
_LONGEST = 254
_MOST = 40
"""So many addresses of one text are read; more are a list, not something that was said."""
_LATIN = re.compile(r"[A-Za-z0-9]")


def find_emails(text: str) -> list[EmailSpan]:
    """The addresses in order. One that cannot be an address (``sara@acme``) is kept as typed with ``valid`` false.

    Nothing is looked up on the network; the domain is folded to small letters, what stands before ``@`` stays as typed.
    """
    found: list[EmailSpan] = []
    at = text.find("@")
    while at >= 0 and len(found) < _MOST:
        start, end = _around(text, at, found[-1].end if found else 0)
        if start < at < end - 1:
            value, valid = _normal(text[start:end])
            found.append(EmailSpan(start, end, text[start:end], value, valid))
        at = text.find("@", max(end, at + 1))
    return found


def _around(text: str, at: int, floor: int) -> tuple[int, int]:
    start = at
    while start > floor and at - start < _LONGEST and text[start - 1] in _LOCAL:
        start -= 1
    while start < at and not _LATIN.match(text[start]):
        start += 1
    end = at + 1
    while end < len(text) and end - at < _LONGEST and (text[end].isalnum() or text[end] in ".-"):
        end += 1
    while end > at + 1 and text[end - 1] in _TRAILING:
        end -= 1
    return start, end


@lru_cache(maxsize=1024)
def _normal(typed: str) -> tuple[str, bool]:
    from email_validator import EmailNotValidError, validate_email

    if "." not in typed.rsplit("@", 1)[1]:
        return typed, False
    try:
        told = validate_email(typed, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return typed, False
    return told.normalized, True
