"""A session whose everyday work goes straight to the driver: one row by its number, one new row, changes of rows it knows.

The unit of work above plans for whole graphs of objects, which costs many times the statement where a message writes five
plain rows. Rows stay what they are: known to the session, one object each, changed by setting their fields. Whatever is
not plain (several new rows, deletions, other keys) takes the way of SQLAlchemy. See docs/decisions/0014-straight-to-the-driver.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Engine, Table, bindparam, event, insert, select, update
from sqlalchemy.inspection import inspect
from sqlalchemy.orm import Mapper, configure_mappers
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from core.columns import Row
from core.prepared import Prepared

R = TypeVar("R", bound=Row)
E = TypeVar("E")

_KEPT = 100


class Shape:
    """How one table's rows are read, made and written. ``key`` is the column that numbers them."""

    def __init__(self, kind: type[Row]) -> None:
        table: Table = kind.__dict__["__table__"]
        configure_mappers()
        mapped: Mapper[Any] = inspect(kind)
        self.kind = kind
        self.key: str = table.primary_key.columns.values()[0].key
        self.columns: tuple[str, ...] = tuple(column.key for column in table.columns)
        self._table = table
        self._new: Callable[[], Any] = mapped.class_manager.new_instance
        self._fixed: dict[str, Any] = {}
        self._made: list[tuple[str, Callable[[], Any]]] = []
        for name, field in kind.model_fields.items():
            if field.default_factory is not None:
                self._made.append((name, field.default_factory))  # type: ignore[arg-type]
            else:
                self._fixed[name] = None if field.is_required() else field.default
        others: dict[str, Any] = {name: bindparam(name) for name in self.columns if name != self.key}
        self.one = Prepared(select(table).where(table.c[self.key] == bindparam("wanted")))
        self.insert = Prepared(insert(table).values(others).returning(table.c[self.key]))
        self._updates: dict[tuple[str, ...], Prepared] = {}

    def row(self, values: dict[str, Any]) -> Any:
        """A row that no session knows, with these fields and the defaults of the others. Raises KeyError for a field it has not."""
        made = self._new()
        told = made.__dict__
        told.update(self._fixed)
        for name, default in self._made:
            if name not in values:
                told[name] = default()
        for name, value in values.items():
            if name not in self._fixed and name not in self.columns:
                raise KeyError(name)
            told[name] = value
        return made

    def loaded(self, values: Sequence[Any]) -> Any:
        """A row as it stands in the database, its columns in their order; no session knows it yet."""
        made = self._new()
        made.__dict__.update(zip(self.columns, values, strict=True))
        return made

    def update(self, names: tuple[str, ...]) -> Prepared:
        """Sets these fields (as ``to_…``) of the row numbered ``wanted``."""
        made = self._updates.get(names)
        if made is None:
            values = {name: bindparam(f"to_{name}", type_=self._table.c[name].type) for name in names}
            change = update(self._table).where(self._table.c[self.key] == bindparam("wanted")).values(values)
            made = self._updates[names] = Prepared(change)
        return made


_shapes: dict[Any, Shape | None] = {}


def shape_of(kind: Any) -> Shape | None:
    """The shape of a table's rows; None for what is not numbered by one column."""
    if kind not in _shapes:
        table: Table | None = kind.__dict__.get("__table__")
        _shapes[kind] = Shape(kind) if table is not None and len(table.primary_key.columns) == 1 else None
    return _shapes[kind]


def made(kind: type[R], /, **values: Any) -> R:
    """A row as the constructor makes it, for rows made in every message: their values are known to be right."""
    shape = shape_of(kind)
    assert shape is not None  # noqa: S101 - every table of the notebook is numbered
    row: R = shape.row(values)
    return row


def loaded(kind: type[R], values: Sequence[Any]) -> R:
    """A row as it stands in the database, of its columns in their order; no session knows it."""
    shape = shape_of(kind)
    assert shape is not None  # noqa: S101 - every table of the notebook is numbered
    row: R = shape.loaded(values)
    return row


class StraightSession(Session):
    """See the module. It keeps the last rows it read until it ends."""

    def __init__(self, bind: Engine | Connection, **options: Any) -> None:
        super().__init__(bind, **options)
        self.kept: deque[Any] = deque(maxlen=_KEPT)
        self._line: Connection | None = None

    # -- what a subclass hears, and says -------------------------------------------------------------------------------------------

    def rank(self, row: Any) -> tuple[int, str]:
        """The place of a row's table among those that one flush changes; within a table the rows go by their numbers."""
        return 0, type(row).__tablename__

    def place_of(self, row: Any) -> tuple[Any, ...]:
        """The place of a row among those that one flush changes, the same in every run."""
        return (*self.rank(row), _number(row))

    def was_added(self, row: Any) -> None:
        """A new row was written."""

    def was_changed(self, row: Any) -> None:
        """A row's changes were written; its history still tells what was there before."""

    # -- reading, adding, writing ----------------------------------------------------------------------------------------

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        """As ``Session.connection``; within one transaction it is one, which a session gives back closed."""
        line = self._line
        if line is None or line.closed or arguments or options:
            line = self._line = super().connection(*arguments, **options)
        return line

    def get(self, entity: type[E] | Mapper[E], ident: Any, **options: Any) -> E | None:
        """As ``Session.get``."""
        shape = None if options or not isinstance(ident, int | str) else shape_of(entity)
        if shape is None:
            return super().get(entity, ident, **options)
        key: Any = (entity, (ident,), None)
        known: E | None = self.identity_map.get(key)
        if known is not None:
            return super().get(entity, ident) if instance_state(known).expired else known
        if self.autoflush:
            self.flush()
        found = shape.one.first(self.connection(), {"wanted": ident})
        row: E | None = None if found is None else self.take_in(shape.loaded(found), ident)
        return row

    def known(self, kind: type[R], values: Sequence[Any]) -> R:
        """The row that was read past this session (its columns in their order): the one it knows already, else known from now on."""
        shape = shape_of(kind)
        assert shape is not None  # noqa: S101 - every table of the notebook is numbered
        number = values[shape.columns.index(shape.key)]
        row: R | None = self.get(kind, number) if (kind, (number,), None) in self.identity_map else None
        return self.take_in(shape.loaded(values), number) if row is None else row

    def put(self, kind: type[R], /, **values: Any) -> R:
        """Write a new row now and know it from now on, as ``add`` and ``flush`` do. Raises what they raise."""
        shape = shape_of(kind)
        assert shape is not None  # noqa: S101 - every table of the notebook is numbered
        self.flush()
        row: R = shape.row(values)
        told: dict[str, Any] = vars(row)
        found = shape.insert.first(self.connection(), told)
        assert found is not None  # noqa: S101 - an insert gives the number or raises
        told[shape.key] = found[0]
        self.take_in(row, found[0])
        self.was_added(row)
        return row

    def take_in(self, row: Any, number: Any) -> Any:
        """Know a row that was read or written past this session."""
        state = instance_state(row)
        state.key = (type(row), (number,), None)
        state.session_id = self.hash_key
        self.identity_map.add(state)
        self.kept.append(row)
        return row

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As ``Session.flush``. Raises what that raises."""
        if self._is_clean():
            return
        if objects is not None or self.new or self.deleted:
            super().flush(objects)
            return
        changed = [(row, _changes(row)) for row in self.dirty]
        if any(changes is None for _, changes in changed):
            super().flush()
            return
        if changed:
            connection = self.connection()
            for row, changes in sorted(changed, key=lambda pair: self.place_of(pair[0])):
                self._write(connection, row, changes or ())

    def _write(self, connection: Connection, row: Any, names: tuple[str, ...]) -> None:
        state = instance_state(row)
        if names:
            shape = shape_of(type(row))
            assert shape is not None  # noqa: S101 - ``_changes`` has looked
            told = {f"to_{name}": row.__dict__[name] for name in names}
            told["wanted"] = _number(row)
            if shape.update(names).changed(connection, told) != 1:
                raise StaleDataError(f"a row of {shape.kind.__tablename__} is not there any more")
        self.was_changed(row)
        state._commit_all(state.dict, self.identity_map)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    def forget(self) -> None:
        """Let go of every row: what is asked for from now on is read anew. What was not flushed is lost."""
        self.kept.clear()
        self.expunge_all()


def _number(row: Any) -> Any:
    """What a row that a session knows is numbered."""
    key = instance_state(row).key
    assert key is not None  # noqa: S101 - a session knows rows by their keys
    return key[1][0]


def _changes(row: Any) -> tuple[str, ...] | None:
    """The names of the fields that were set to something else; None where SQLAlchemy must look at it itself."""
    state, shape = instance_state(row), shape_of(type(row))
    if shape is None:
        return None
    told, changed = row.__dict__, []
    for name, before in state.committed_state.items():
        if before is NO_VALUE or name == shape.key or name not in told or isinstance(told[name], ClauseElement):
            return None
        if before != told[name]:
            changed.append(name)
    return tuple(sorted(changed))


@event.listens_for(StraightSession, "loaded_as_persistent", propagate=True)
@event.listens_for(StraightSession, "pending_to_persistent", propagate=True)
def _keep(session: Any, row: Any) -> None:
    # A session holds rows weakly; without this each module of one command would read the same customer again.
    session.kept.append(row)
