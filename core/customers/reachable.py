"""Phones and e-mail addresses as they are kept: E.164 where a phone can be read, else as typed."""

from __future__ import annotations

from core.customers.folding import tokens


def phone_of(text: str, country: str) -> str:
    """The phone in E.164, read with that country as default; as typed (blanks trimmed) where it cannot be one."""
    import phonenumbers

    typed = " ".join(text.split())
    digits = "".join(token.folded for token in tokens(typed) if token.folded.isdigit())
    told = f"+{digits}" if typed.lstrip("(\u200e\u200f\u202a\u202d\u2066").startswith(("+", "＋")) else digits
    try:
        read = phonenumbers.parse(told, country)
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_valid_number(read):
        return typed
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def email_of(text: str) -> str:
    """The address without blanks around it; its letters stay as typed (it is compared without regard to their case)."""
    return text.strip()
