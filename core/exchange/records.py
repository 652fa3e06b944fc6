"""Records as they leave the notebook: the fields of CLI.md's table, references as ``{"id", "name"}``, moments with their offset.

Every row passes ``core.visibility``: private entries of others are not there, whoever exports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select

from core.crm import Crm
from core.customers.customer import Contact, Customer
from core.selling.deal import Deal
from core.team.rep import Rep
from core.visibility import visible
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction

Kind = Literal["customers", "contacts", "interactions", "follow_ups", "deals", "reps"]
_BATCH: Final = 1_000


@dataclass(frozen=True)
class Listed:
    """A kind of record: its row, its fields in order, and the field that a period is about."""

    row: type[Any]
    fields: tuple[str, ...]
    when: str


KINDS: Final[dict[Kind, Listed]] = {
    "customers": Listed(
        Customer,
        (
            "id", "name", "kind", "status", "phone", "email", "website", "city", "country", "industry", "source", "owner",
            "tags", "notes", "created_at", "last_contacted_at",
        ),
        "created_at",
    ),
    "contacts": Listed(
        Contact, ("id", "name", "customer", "title", "phone", "email", "created_at", "last_contacted_at"), "created_at"
    ),
    "interactions": Listed(
        Interaction,
        (
            "id", "kind", "customer", "contact", "summary", "outcome", "direction", "occurred_at", "duration_minutes",
            "private", "rep",
        ),
        "occurred_at",
    ),
    "follow_ups": Listed(
        FollowUp,
        (
            "id", "title", "customer", "contact", "deal", "due_at", "all_day", "priority", "status", "waits_for",
            "recurrence", "rep", "asked_by",
        ),
        "due_at",
    ),
    "deals": Listed(
        Deal,
        (
            "id", "title", "customer", "amount", "stage", "status", "expected_close_on", "lost_reason", "owner",
            "created_at", "closed_at",
        ),
        "created_at",
    ),
    "reps": Listed(Rep, ("id", "name", "role", "language", "zone", "work_days", "work_hours", "digest_at"), "created_at"),
}  # fmt: skip
"""What can be exported; field names are those of the contract."""

_NAMED_BY: Final[dict[str, tuple[type[Any], str]]] = {
    "customer": (Customer, "name"),
    "contact": (Contact, "name"),
    "deal": (Deal, "title"),
    "waits_for": (FollowUp, "title"),
    "owner": (Rep, "name"),
    "rep": (Rep, "name"),
    "asked_by": (Rep, "name"),
}


def count(
    crm: Crm, kind: Kind, *, since: datetime | None = None, until: datetime | None = None, rep_id: int | None = None
) -> int:
    """How many records ``records`` would give."""
    row = KINDS[kind].row
    condition = [visible(crm.transaction, row), *_period(kind, since, until), *_whose(kind, rep_id)]
    asked = select(func.count()).select_from(row).where(*condition)
    return int(crm.transaction.session.exec(asked).one())


def records(
    crm: Crm, kind: Kind, *, since: datetime | None = None, until: datetime | None = None, rep_id: int | None = None
) -> Iterator[dict[str, Any]]:
    """The records in the order they were made, without null and empty values; read a thousand at a time.

    ``since`` and ``until`` (exclusive, aware) are about when it happened, is due or was made. Moments are in the reader's zone.
    ``rep_id``: only what is that rep's own.
    """
    listed = KINDS[kind]
    session, zone = crm.transaction.session, crm.zone
    last = 0
    while True:
        asked = select(listed.row).where(
            visible(crm.transaction, listed.row),
            col(listed.row.id) > last,
            *_period(kind, since, until),
            *_whose(kind, rep_id),
        )
        rows = session.exec(asked.order_by(col(listed.row.id)).limit(_BATCH)).all()
        if not rows:
            return
        names = _names(crm, listed, rows)
        for row in rows:
            yield _told(row, listed.fields, names, zone)
        last = rows[-1].id
        if crm.transaction.session.recorder is None:
            session.expunge_all()


def _period(kind: Kind, since: datetime | None, until: datetime | None) -> list[Any]:
    when = getattr(KINDS[kind].row, KINDS[kind].when)
    return [*([when >= since] if since else []), *([when < until] if until else [])]


def _whose(kind: Kind, rep_id: int | None) -> list[Any]:
    if rep_id is None:
        return []
    own = select(Customer.id).where(Customer.owner_id == rep_id)
    whose: dict[Kind, Any] = {
        "customers": col(Customer.owner_id) == rep_id,
        "contacts": col(Contact.customer_id).in_(own),
        "interactions": col(Interaction.rep_id) == rep_id,
        "follow_ups": col(FollowUp.rep_id) == rep_id,
        "deals": col(Deal.owner_id) == rep_id,
        "reps": col(Rep.id) == rep_id,
    }
    return [whose[kind]]


def _names(crm: Crm, listed: Listed, rows: Sequence[Any]) -> dict[tuple[str, int], str]:
    """The names of what these rows point to, one statement for each table."""
    found: dict[tuple[str, int], str] = {}
    for name in listed.fields:
        if name not in _NAMED_BY:
            continue
        table, title = _NAMED_BY[name]
        ids = {told for row in rows if (told := getattr(row, f"{name}_id")) is not None}
        asked = select(table.id, getattr(table, title)).where(col(table.id).in_(ids))
        found.update({(name, row_id): told for row_id, told in crm.transaction.session.exec(asked)})
    return found


def _told(row: Any, fields: Sequence[str], names: dict[tuple[str, int], str], zone: ZoneInfo) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in fields:
        if name in _NAMED_BY:
            pointed = getattr(row, f"{name}_id")
            value: Any = None if pointed is None else {"id": pointed, "name": names.get((name, pointed), "")}
        elif name == "work_hours":
            value = f"{row.work_starts:%H:%M}-{row.work_ends:%H:%M}"
        elif name == "amount":
            value = None if row.amount is None else {"amount": f"{row.amount:.2f}", "currency": row.currency}
        else:
            value = _plain(getattr(row, name), zone)
        if value not in (None, "", []):
            told[name] = value
    return told


def _plain(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value) if isinstance(value, Decimal) else value
