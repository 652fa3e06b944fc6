"""Amounts, phone numbers and e-mail addresses inside a sentence, each with its place in it."""

from bot.reading.quantities.amounts import find_amounts
from bot.reading.quantities.emails import find_emails
from bot.reading.quantities.phones import e164, find_phones, shown_phone
from bot.reading.quantities.spans import AmountSpan, EmailSpan, PhoneSpan

__all__ = ["AmountSpan", "EmailSpan", "PhoneSpan", "e164", "find_amounts", "find_emails", "find_phones", "shown_phone"]
