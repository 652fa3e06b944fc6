"""Carrying out a plan: one step, so that one undo takes the whole import back; the same file again brings nothing new."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.crm import Crm
from core.exchange.plan import Plan, Planned

_CHUNK: Final = 500
Progress = Callable[[int, int], None]
"""Told (lines done, lines in all), at the most every 500 lines and once at the end."""


@dataclass(frozen=True)
class Imported:
    """What an import wrote: records made (``similar`` of them look like one that was there), records filled, lines left as they were."""

    new: int
    similar: int
    updated: int
    same: int
    wrong: int
    customers: int
    """New customers, the companies that only contacts named included."""
    contacts: int


def apply(crm: Crm, plan: Plan, progress: Progress | None = None) -> Imported:
    """Write what the plan says, in the open transaction. ``plan`` must have been made in it.

    Who may import is asked by the caller: in chat managers and admins (``customers.import``), on the command line the operator.
    """
    told = _Writer(crm, len(plan.rows), progress or (lambda _done, _all: None))
    counts = plan.counts
    firms = [row for row in plan.rows if row.record == "customer"]
    people = [row for row in plan.rows if row.record == "contact"]
    new_firms = [*plan.companies, *(row for row in firms if row.state in ("new", "similar"))]
    new_people = [row for row in people if row.state in ("new", "similar")]
    told.insert("customer", new_firms)
    told.update("customer", [row for row in firms if row.state == "update"])
    told.insert("contact", new_people)
    told.update("contact", [row for row in people if row.state == "update"])
    told.notes(new_people)
    told.finish()
    return Imported(
        counts["new"] + counts["similar"], counts["similar"], counts["update"], counts["same"], counts["wrong"],
        len(new_firms), len(new_people),
    )  # fmt: skip


class _Writer:
    def __init__(self, crm: Crm, lines: int, progress: Progress) -> None:
        self._crm = crm
        self._lines = lines
        self._done = 0
        self._progress = progress

    def insert(self, record: str, rows: Sequence[Planned]) -> None:
        for at in range(0, len(rows), _CHUNK):
            some = rows[at : at + _CHUNK]
            ids = self._crm.steps.bulk(record, inserts=[self._whole(record, row) for row in some])
            for row, row_id in zip(some, ids, strict=True):
                row.id = row_id
            self._told(sum(row.line > 0 for row in some))

    def update(self, record: str, rows: Sequence[Planned]) -> None:
        for at in range(0, len(rows), _CHUNK):
            some = rows[at : at + _CHUNK]
            changes = [(row.id or 0, {**row.values, "updated_at": self._crm.now}) for row in some]
            self._crm.steps.bulk(record, updates=changes)
            self._told(len(some))

    def notes(self, people: Sequence[Planned]) -> None:
        """A contact has no field for notes: they become an interaction of kind note."""
        noted = [row for row in people if row.notes]
        self._crm.steps.bulk("interaction", inserts=[self._note(row) for row in noted])

    def finish(self) -> None:
        self._progress(self._lines, self._lines)

    def _told(self, lines: int) -> None:
        self._done += lines
        self._progress(self._done, self._lines)

    def _whole(self, record: str, row: Planned) -> dict[str, Any]:
        now, rep = self._crm.now, self._crm.rep
        times = {"name": row.name, "created_at": now, "updated_at": now}
        if record == "contact":
            return {**row.values, **times, "customer_id": row.company.id if row.company else None}
        made_by = rep.id if rep is not None else None
        return {"owner_id": made_by, **row.values, **times, "created_by_id": made_by}

    def _note(self, row: Planned) -> dict[str, Any]:
        now, rep = self._crm.now, self._crm.rep
        return {
            "kind": "note",
            "customer_id": row.company.id if row.company else None,
            "contact_id": row.id,
            "summary": row.notes,
            "original": row.notes,
            "occurred_at": now,
            "created_at": now,
            "rep_id": rep.id if rep is not None else None,
        }


def wrong_rows(plan: Plan, reasons: dict[str, str]) -> bytes | None:
    """The wrong lines as a CSV file like the one that came in, with its line number and the reason; None where there are none.

    ``reasons`` word the codes of ``rows.Wrong`` in the reader's language; its key ``line`` and ``problem`` head the two columns.
    """
    wrong = {row.line: row.wrong for row in plan.rows if row.state == "wrong"}
    if not wrong:
        return None
    from core.exchange.formulas import guarded

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=plan.sheet.separator or ",", lineterminator="\r\n")
    writer.writerow([*(guarded(head) for head in plan.sheet.heads), reasons["line"], reasons["problem"]])
    for line in plan.sheet.lines:
        if line.number in wrong:
            cells = [*line.cells, *[""] * (len(plan.sheet.heads) - len(line.cells))]
            writer.writerow([*(guarded(cell) for cell in cells), line.number, reasons[wrong[line.number]]])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
