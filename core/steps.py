"""Undo: taking a step back, taking that back again, correcting, and the bulk path of imports.

A rep takes back one's own last twenty steps for 24 hours. A step whose rows are not as it left them is refused with ChangedSince
(bookkeeping fields aside). An undo is a step of its own: undoing *it* brings the first step's effect back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from sqlmodel import select as rows

from core.audit import BOOKKEEPING, Told, all_values, audited_table, forget_loaded, from_json, to_json
from core.direct import by_dialect
from core.direct import rows as direct
from core.errors import ChangedSince, NothingToUndo
from core.store.audit_rows import Change, Denial, Step
from core.store.straight import made as made_row
from core.team.rep import Rep
from core.transaction import Transaction
from core.working.interaction import Interaction
from core.working.touches import recount

KEPT_STEPS = 20
KEPT_FOR = timedelta(hours=24)
_CHUNK = 500
_OF_A_CLOCK = frozenset({"due_at", "first_due_at", "snoozes"})
"""A stay-in-touch clock moves with every touch: that is no reason to refuse an undo."""
_NAMED = ("customer", "contact", "alias")
_STANDS: Final = by_dialect("SELECT rep_id, undone_at FROM steps WHERE id = ?")

Touched = Callable[[str, Sequence[int], bool], None]
"""Told (record, ids, gone) of customers, contacts and aliases that were written past the flush: the name index follows."""


@dataclass(frozen=True)
class Undone:
    """A step that was taken back and what that changed. ``again`` means that an undo was undone: its effect is there again."""

    step: Step
    changes: list[Change]
    again: bool = False


class Steps:
    """The steps of the acting rep."""

    def __init__(self, transaction: Transaction, touched: Touched) -> None:
        self._tx = transaction
        self._touched = touched
        self._current: Step | None = None

    def denied(self, action: str, who: str, record: str = "") -> None:
        """Write down that the acting rep (or somebody who is none) was refused. Each refusal is one row; none is undone."""
        self._tx.session.put(Denial, at=self._tx.now, rep_id=self._tx.rep_id, speaker=who, action=action, record=record)

    # -- reading -----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Step | None:
        """The step of this transaction with its id; None while nothing has been written."""
        session, recorder = self._tx.session, self._tx.session.recorder
        if recorder is None:
            return None
        session.flush()
        if recorder.step_id is None and not recorder.waiting:
            return None
        step_id = recorder.step(session)
        made = self._current
        told = (step_id, recorder.command, recorder.undoes_id, recorder.replaces_id)
        if made is not None and (made.id, made.command, made.undoes_id, made.replaces_id) == told:
            return made
        self._current = made_row(
            Step,
            id=step_id,
            rep_id=recorder.rep_id,
            command=recorder.command,
            said=recorder.said,
            at=recorder.at,
            message_key=recorder.message_key,
            undoes_id=recorder.undoes_id,
            replaces_id=recorder.replaces_id,
        )
        return self._current

    def stands(self, step_id: int) -> bool | None:
        """Whether one's own step is in effect; None for anybody else's or one that is not there."""
        found = direct(self._tx.session.connection(), _STANDS[self._tx.dialect], (step_id,))
        return None if not found or found[0][0] != self._tx.rep_id else found[0][1] is None

    def of(self, step_id: int) -> Step | None:
        """One's own step; None for anybody else's or one that is not there."""
        found = self._tx.session.get(Step, step_id, populate_existing=True)
        return found if found is not None and found.rep_id == self._tx.rep_id else None

    def of_message(self, message_key: str) -> Step | None:
        """The step that stands for a message now: the last one in effect that the message made or corrected."""
        asked = rows(Step).where(
            col(Step.message_key) == message_key,
            col(Step.rep_id).is_not_distinct_from(self._tx.rep_id),
            col(Step.undone_at).is_(None),
            col(Step.undoes_id).is_(None),
        )
        return self._tx.session.exec(asked.order_by(col(Step.id).desc()).limit(1)).first()

    def last(self) -> Step | None:
        """The step that ``undo`` would take back: the latest of the last twenty that is in effect. Older than 24 hours counts too."""
        asked = rows(Step).where(col(Step.rep_id).is_not_distinct_from(self._tx.rep_id), col(Step.undoes_id).is_(None))
        recent = self._tx.session.exec(asked.order_by(col(Step.id).desc()).limit(KEPT_STEPS)).all()
        standing = [step for step in recent if step.undone_at is None]
        linking = self._linking([step.id for step in standing])
        return next((step for step in standing if step.id not in linking), None)

    def last_undo(self) -> Step | None:
        """The rep's latest step where it took another back, which ``redo`` brings back; None after anything else, a redo too."""
        asked = rows(Step).where(col(Step.rep_id).is_not_distinct_from(self._tx.rep_id))
        last = self._tx.session.exec(asked.order_by(col(Step.id).desc()).limit(1)).first()
        if last is None or last.undoes_id is None or last.undone_at is not None:
            return None
        taken = self.of(last.undoes_id)
        return last if taken is not None and taken.undoes_id is None else None

    def changes(self, step_id: int) -> list[Change]:
        """What a step changed, in order; of the running step too."""
        session = self._tx.session
        if session.recorder is not None:
            session.flush()
            session.recorder.write(session)
        return list(session.exec(rows(Change).where(col(Change.step_id) == step_id).order_by(col(Change.id))))

    # -- taking back ---------------------------------------------------------------------------------------------------

    def undo(self, step_id: int | None = None) -> Undone:
        """Take back a step of one's own (without an id: the last in effect).

        Raises NothingToUndo (none, too old, or taken back already; of several at once one wins) and ChangedSince.
        """
        self._tx.require("steps.undo")
        step = self._takeable(step_id)
        self._tx.recorder.undoes_id = step.id
        return Undone(step, self._take_back(step), again=step.undoes_id is not None)

    def take_back(self, step_id: int) -> Undone:
        """Take back a step inside the running one, which corrects it: undoing the correction brings it back. Raises as ``undo``.

        A step that was itself a correction goes with all that it corrected: the last correction stands for all before it.
        """
        step = self._takeable(step_id)
        self._tx.recorder.replaces_id = step.id
        changes = self._take_back(step)
        corrected = step.replaces_id
        while corrected is not None:
            earlier = self.of(corrected)
            if earlier is None or earlier.undone_at is not None:
                break
            changes += self._take_back(earlier)
            corrected = earlier.replaces_id
        return Undone(step, changes)

    def _takeable(self, step_id: int | None) -> Step:
        self._tx.session.flush()
        step = self.last() if step_id is None else self.of(step_id)
        if step is None:
            raise NothingToUndo
        if step.undone_at is not None:
            raise NothingToUndo(already=True)
        if self._tx.now - step.at > KEPT_FOR or self._later_than(step) >= KEPT_STEPS:
            raise NothingToUndo(too_old=True)
        if self._erased(step):
            raise NothingToUndo(erased=True)
        return step

    def _erased(self, step: Step) -> bool:
        """Whether a change of it has lost its values: whom it was about was erased."""
        asked = rows(col(Change.id)).where(
            col(Change.step_id) == step.id, col(Change.before).is_(None), col(Change.after).is_(None)
        )
        return self._tx.session.exec(asked.limit(1)).first() is not None

    def _later_than(self, step: Step) -> int:
        asked = rows(col(Step.id)).where(
            col(Step.rep_id).is_not_distinct_from(self._tx.rep_id),
            col(Step.undoes_id).is_(None),
            col(Step.id) > step.id,
        )
        return len(self._tx.session.exec(asked.limit(KEPT_STEPS)).all())

    def _linking(self, step_ids: Sequence[int]) -> set[int]:
        """Steps that linked a platform: nobody means those by ``undo``."""
        asked = rows(col(Change.step_id)).where(col(Change.step_id).in_(step_ids), col(Change.record) == "identity")
        return set(self._tx.session.exec(asked))

    def _take_back(self, step: Step) -> list[Change]:
        session, recorder = self._tx.session, self._tx.recorder
        won = session.connection().execute(
            update(Step).where(col(Step.id) == step.id, col(Step.undone_at).is_(None)).values(undone_at=self._tx.now)
        )
        if won.rowcount != 1:
            raise NothingToUndo(already=True)
        recorder.write(session)
        before = recorder.written
        self._relate(recorder.step(session))
        wanted = rows(Change).where(col(Change.step_id) == step.id).order_by(col(Change.id).desc())
        changes = session.exec(wanted).all()
        for (record, action), group in groupby(changes, lambda told: (told.record, told.action)):
            for some in _chunks(list(group)):
                self._reverse(record, action, some)
        self._put_chain_right(step)
        recorder.write(session)
        self._read_anew()
        self._let_follow(changes)
        made = rows(Change).where(col(Change.step_id) == recorder.step_id, col(Change.seq) >= before)
        return list(session.exec(made.order_by(col(Change.id))))

    def _read_anew(self) -> None:
        """Rows that were written past the session are read again; the acting rep at once, since it outlives the transaction."""
        forget_loaded(self._tx.session)
        if self._tx.rep is not None:
            self._tx.session.refresh(self._tx.rep)

    def _let_follow(self, changes: Sequence[Change]) -> None:
        """The name index and the times of last contact follow from what was written."""
        named: dict[tuple[str, bool], list[int]] = {}
        customers: set[int] = set()
        contacts: set[int] = set()
        for told in changes:
            if told.record in _NAMED:
                named.setdefault((told.record, told.action == "insert"), []).append(told.record_id)
            elif told.record == "follow_up" and "touch_every_days" in {**(told.before or {}), **(told.after or {})}:
                customers.update(
                    one["customer_id"] for one in (told.before or {}, told.after or {}) if "customer_id" in one
                )
            elif told.record == "interaction":
                row = self._tx.session.get(Interaction, told.record_id)
                values = [told.before or {}, told.after or {}, {} if row is None else row.__dict__]
                customers.update(one["customer_id"] for one in values if "customer_id" in one)
                contacts.update(one["contact_id"] for one in values if one.get("contact_id"))
        recount(self._tx.session, customers, contacts)
        for gone in (True, False):
            for record in _NAMED:
                if ids := named.get((record, gone)):
                    self._touched(record, list(dict.fromkeys(ids)), gone)

    def _relate(self, step_id: int) -> None:
        recorder = self._tx.recorder
        self._tx.session.connection().execute(
            update(Step)
            .where(col(Step.id) == step_id)
            .values(undoes_id=recorder.undoes_id, replaces_id=recorder.replaces_id)
        )

    def _put_chain_right(self, step: Step) -> None:
        """What the step itself had taken back is in effect again, what that had taken back is not, and so on.

        What a standing correction corrected stays taken back, however many corrections came before it.
        """
        session, standing, corrected = self._tx.session, True, False
        target = step.undoes_id or step.replaces_id
        while target is not None:
            session.connection().execute(
                update(Step).where(col(Step.id) == target).values(undone_at=None if standing else self._tx.now)
            )
            undoes, replaces = session.exec(rows(Step.undoes_id, Step.replaces_id).where(col(Step.id) == target)).one()
            corrected = replaces is not None and (standing or corrected)
            target, standing = undoes or replaces, not standing and not corrected

    # -- the three reversals -------------------------------------------------------------------------------------------

    def _reverse(self, record: str, action: str, some: list[Change]) -> None:
        table: Table = audited_table(record).row.__dict__["__table__"]
        ids = [told.record_id for told in some]
        if len(set(ids)) != len(ids):
            for told in some:  # several updates of one row: each compares with what the one after it left
                self._reverse(record, action, [told])
            return
        connection = self._tx.session.connection()
        there = {row["id"]: row for row in connection.execute(select(table).where(table.c.id.in_(ids))).mappings()}
        for told in some:
            self._compare(told, there.get(told.record_id))
        try:
            if action == "insert":
                connection.execute(delete(table).where(table.c.id.in_(ids)))
            elif action == "delete":
                empty = dict.fromkeys(table.c.keys())
                connection.execute(insert(table), [empty | from_json(record, told.before or {}) for told in some])
            else:
                self._set_back(table, some)
        except IntegrityError as fault:
            raise self._changed_since(some[0]) from fault
        for told in some:
            kind = {"insert": "delete", "delete": "insert", "update": "update"}[told.action]
            self._tx.recorder.note(Told(record, told.record_id, kind, told.after, told.before))  # type: ignore[arg-type]

    def _set_back(self, table: Table, some: list[Change]) -> None:
        def fields(told: Change) -> list[str]:
            return sorted(told.before or {})

        for keys, alike in groupby(sorted(some, key=fields), fields):
            values = [
                {
                    "at_id": told.record_id,
                    **{f"to_{key}": value for key, value in from_json(told.record, told.before or {}).items()},
                }
                for told in alike
            ]
            change = update(table).where(table.c.id == bindparam("at_id"))
            self._tx.session.connection().execute(change.values({key: bindparam(f"to_{key}") for key in keys}), values)

    def _compare(self, told: Change, there: Any) -> None:
        if told.action == "delete":
            if there is not None:
                raise self._changed_since(told)
            return
        if there is None:
            raise self._changed_since(told)
        after = told.after or {}
        keys = (set(there) if told.action == "insert" else set(after)) - BOOKKEEPING
        if told.record == "follow_up" and there["touch_every_days"] is not None:
            keys -= _OF_A_CLOCK
        if any(to_json(there[key]) != after.get(key) for key in keys):
            raise self._changed_since(told)

    def _changed_since(self, told: Change) -> ChangedSince:
        session = self._tx.session
        latest = (
            rows(Rep.name)
            .join(Step, col(Step.rep_id) == col(Rep.id))
            .join(Change, col(Change.step_id) == col(Step.id))
            .where(Change.record == told.record, Change.record_id == told.record_id, col(Change.step_id) > told.step_id)
            .order_by(col(Change.id).desc())
            .limit(1)
        )
        try:
            who = session.exec(latest).first() or ""
        except Exception:  # noqa: BLE001 - PostgreSQL answers nothing more in a transaction that a constraint has ended
            who = ""
        values = {**(told.before or {}), **(told.after or {})}
        return ChangedSince(told.record, str(values.get("name") or values.get("title") or ""), who)

    # -- many at once --------------------------------------------------------------------------------------------------

    def bulk(
        self,
        record: str,
        inserts: Sequence[dict[str, Any]] = (),
        updates: Sequence[tuple[int, dict[str, Any]]] = (),
    ) -> list[int]:
        """Insert and update many rows of one audited table, recording each change; the ids of the new ones, in order.

        For imports: the values must be checked already. An undo of the step takes all of it back.
        """
        session, table = self._tx.session, audited_table(record)
        core_table: Table = table.row.__dict__["__table__"]
        session.flush()
        ids: list[int] = []
        for some in _chunks(list(inserts)):
            made = [table.row(**values) for values in some]
            told = [{key: row.__dict__.get(key) for key in table.fields if key != "id"} for row in made]
            inserted = session.connection().execute(
                insert(core_table).returning(core_table.c.id, sort_by_parameter_order=True), told
            )
            for row, (new_id,) in zip(made, inserted, strict=True):
                ids.append(new_id)
                after = {"id": new_id, **all_values(table, row)}
                self._tx.recorder.note(Told(record, new_id, "insert", None, after))
        self._update_many(record, core_table, updates)
        self._tx.recorder.write(session)
        if record in _NAMED:
            self._touched(record, [*ids, *(row_id for row_id, _ in updates)], False)
        return ids

    def _update_many(self, record: str, table: Table, updates: Sequence[tuple[int, dict[str, Any]]]) -> None:
        connection = self._tx.session.connection()
        for some in _chunks(list(updates)):
            ids = [row_id for row_id, _ in some]
            there = {row["id"]: row for row in connection.execute(select(table).where(table.c.id.in_(ids))).mappings()}
            for row_id, values in some:
                before = {key: to_json(there[row_id][key]) for key in values if key not in BOOKKEEPING}
                after = {key: to_json(value) for key, value in values.items() if key not in BOOKKEEPING}
                connection.execute(update(table).where(table.c.id == row_id).values(values))
                self._tx.recorder.note(Told(record, row_id, "update", before, after))
        if updates:
            self._read_anew()


def _chunks(many: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(many), _CHUNK):
        yield many[start : start + _CHUNK]


def ids_of(changes: Iterable[Change], record: str) -> list[int]:
    """The ids of one record among changes, in order."""
    return [told.record_id for told in changes if told.record == record]
