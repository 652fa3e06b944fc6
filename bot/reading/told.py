"""What was recognised in a text, as ``explain`` lists it (CLI.md): in the text's order, also when nothing was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.reading.draft import Found
from bot.reading.times import DurationSpan, RecurrenceSpan, TimeSpan, UnclearSpan

if TYPE_CHECKING:
    from bot.reading.units import Line

_MOST = 5


def found_in(line: Line, shift: int = 0) -> tuple[Found, ...]:
    """The finds; offsets are into the message, ``shift`` characters of which stood before the cleaned text."""
    found: list[Found] = []
    for span in line.times:
        if isinstance(span, UnclearSpan):
            continue
        kind, told = _time(span)
        found.append(Found(kind, span.text, span.start + shift, span.end + shift, told))
    for amount in line.amounts:
        told = {"amount": f"{amount.amount:.2f}", "currency": amount.currency}
        found.append(Found("amount", amount.text, amount.start + shift, amount.end + shift, told))
    for kind, spans in (("phone", line.phones), ("email", line.emails)):
        found.extend(Found(kind, s.text, s.start + shift, s.end + shift, {"value": s.value}) for s in spans)
    for name in line.names:
        candidates = [
            {"record": c.record, "id": c.id, "name": c.name, "score": round(float(c.score), 1)}
            for c in name.candidates[:_MOST]
        ]
        found.append(Found("name", name.text, name.start + shift, name.end + shift, {"candidates": candidates}))
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))


def _time(span: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(span, DurationSpan):
        return "duration", {"seconds": span.seconds}
    if isinstance(span, RecurrenceSpan):
        return "recurrence", {"rrule": span.rrule, "from": span.from_at.isoformat()}
    assert isinstance(span, TimeSpan)  # noqa: S101 - the three kinds of times
    return "time", {
        "from": span.from_at.isoformat(),
        "to": span.to_at.isoformat() if span.to_at else None,
        "grain": span.grain,
    }
