"""What a step wrote, in the form of the command line's contract (CLI.md): references by name, moments with offset, money.

Only the fields that the contract names are told; bookkeeping (who created it when, the original message) is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.crm import Crm
    from core.store.audit_rows import Change

FIELDS: dict[str, tuple[str, ...]] = {
    "customer": (
        "name", "kind", "status", "phone", "email", "website", "city", "country", "industry", "source", "owner_id", "tags", "notes",
    ),
    "contact": ("name", "customer_id", "title", "phone", "email", "left_at"),
    "interaction": (
        "kind", "customer_id", "contact_id", "summary", "outcome", "direction", "occurred_at", "duration_minutes", "private", "rep_id",
    ),
    "follow_up": (
        "title", "customer_id", "contact_id", "deal_id", "due_at", "all_day", "priority", "status", "waits_for_id", "recurrence",
        "rep_id", "asked_by_id", "touch_every_days",
    ),
    "deal": (
        "title", "customer_id", "amount", "currency", "stage", "status", "expected_close_on", "lost_reason", "owner_id",
    ),
    "rep": (
        "name", "role", "language", "zone", "work_days", "work_starts", "work_ends", "digest_at", "digest_on", "clock12",
        "arabic_digits", "home_platform", "muted_until", "active",
    ),
    "alias": ("record", "record_id", "alias"),
    "merged": ("record", "from_id", "into_id"),
    "saved_list": ("name",),
}  # fmt: skip
"""The audited records and the fields that are told, in the order of the contract."""

_POINTS_TO = {
    "customer_id": "customer",
    "contact_id": "contact",
    "deal_id": "deal",
    "owner_id": "rep",
    "rep_id": "rep",
    "asked_by_id": "rep",
    "waits_for_id": "follow_up",
}


class ChangesShown:
    """Shows the changes of one transaction; names are looked up once, deleted records keep the name they had."""

    def __init__(self, crm: Crm, changes: Iterable[Change]) -> None:
        self._crm = crm
        self._changes = list(changes)
        self._names: dict[tuple[str, int], str] = {}
        for change in self._changes:
            told = {**(change.before or {}), **(change.after or {})}
            name = told.get("name") or told.get("title")
            if name and change.action == "delete":
                self._names[change.record, change.record_id] = str(name)

    def shown(self) -> list[dict[str, Any]]:
        """Each change as ``{"action", "record", "id", "values"}``, an update with ``before``, in order."""
        return [told for change in self._changes if (told := self._one(change)) is not None]

    def _one(self, change: Change) -> dict[str, Any] | None:
        fields = FIELDS.get(change.record)
        if fields is None:
            return None
        told: dict[str, Any] = {"action": change.action, "record": change.record, "id": change.record_id}
        if change.action == "update":
            before, after = change.before or {}, change.after or {}
            keys = [key for key in fields if key in before or key in after]
            if not keys:
                return None
            told["values"] = self._values(change, after, keys)
            told["before"] = self._values(change, before, keys)
            return told
        values = (change.after if change.action == "insert" else change.before) or {}
        told["values"] = self._values(change, values, [key for key in fields if values.get(key) not in ("", [])])
        return told

    def _values(self, change: Change, values: dict[str, Any], keys: list[str]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for key in keys:
            value = values.get(key)
            if value is None or key == "currency":
                continue
            if key in _POINTS_TO:
                told[key.removesuffix("_id")] = {"id": value, "name": self._name(_POINTS_TO[key], int(value))}
            elif key == "amount":
                told[key] = {"amount": value, "currency": values.get("currency") or self._currency(change.record_id)}
            elif key in ("work_starts", "work_ends"):
                told["work_hours"] = self._hours(change.record_id, values)
            else:
                told[key] = value
        return told

    def _name(self, record: str, record_id: int) -> str:
        if (record, record_id) not in self._names:
            self._names[record, record_id] = self._found_name(record, record_id)
        return self._names[record, record_id]

    def _found_name(self, record: str, record_id: int) -> str:
        crm = self._crm
        try:
            if record == "customer":
                return str(crm.customers.get(record_id).name)
            if record == "contact":
                return str(crm.contacts.get(record_id).name)
            if record == "deal":
                return str(crm.deals.get(record_id).title)
            if record == "follow_up":
                return str(crm.follow_ups.get(record_id).title)
            return str(crm.team.rep(record_id).name)
        except NotFound:
            return ""

    def _currency(self, deal_id: int) -> str:
        try:
            return str(self._crm.deals.get(deal_id).currency)
        except NotFound:
            return self._crm.workspace.currency

    def _hours(self, rep_id: int, values: dict[str, Any]) -> str:
        rep = self._crm.team.rep(rep_id)
        starts = values.get("work_starts") or rep.work_starts.isoformat("minutes")
        ends = values.get("work_ends") or rep.work_ends.isoformat("minutes")
        return f"{starts}-{ends}"
