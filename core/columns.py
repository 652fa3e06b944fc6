"""What the rows are made of: the parent of every table, and the column types that keep moments and money right.

``*_at`` is an aware UTC moment, ``*_on`` a date, money a Decimal with two decimals. Constraints are named by one rule so
that migrations can name them on every database.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final

from sqlalchemy import JSON, BigInteger, DateTime, MetaData, Numeric
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

_CENTS = Decimal("0.01")

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses a naive one (ValueError), is stored in UTC and reads back aware in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """What turns a moment into what the driver takes."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """What turns what the driver gives into a moment."""
        return _as_moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it is stored; SQLite has no zones, so its text is UTC by this rule."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value}")
        told = value.astimezone(UTC)
        return told.replace(tzinfo=None) if dialect.name == "sqlite" else told

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it is read: aware, in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """As SQLAlchemy's type for SQLite writes it: ``2026-11-22 11:05:00.000000``, here always in UTC."""
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its zone: {value}")
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:26]


def _as_moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class Amount(TypeDecorator[Decimal]):
    """An amount of money, two decimals, at most twelve digits before them; SQLite keeps whole hundredths, never a float."""

    impl = Numeric(14, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC(14, 2), on SQLite a whole number of hundredths so that sums are exact."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else Numeric(14, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """As it is stored, rounded to hundredths."""
        if value is None:
            return None
        told = Decimal(value).quantize(_CENTS)
        return int(told * 100) if dialect.name == "sqlite" else told

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """As it is read: a Decimal with two decimals."""
        if value is None:
            return None
        told = Decimal(value) / 100 if dialect.name == "sqlite" else Decimal(value)
        return told.quantize(_CENTS)


class Json(TypeDecorator[Any]):
    """A JSON value. Change it by setting a new one: what happens inside a list is not noticed."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """What turns a value into what the driver takes."""
        return _as_json if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """What turns what the driver gives into a value."""
        return _from_json if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


in_json: Final = json.JSONEncoder(ensure_ascii=False).encode
"""JSON columns keep Arabic as letters, so that a query can look into them."""
_decoded: Final = json.JSONDecoder().decode


def _as_json(value: Any) -> str | None:
    return None if value is None else in_json(value)


def _from_json(value: str | None) -> Any:
    return None if value is None else _decoded(value)


class Row(SQLModel):
    """The parent of every table of the notebook. ``id`` numbers are never used twice, so that an undo brings a row back."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)  # pyright: ignore[reportIncompatibleVariableOverride]
    if TYPE_CHECKING:  # a plain name, where SQLModel also takes a function
        __tablename__: ClassVar[Any]
    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}
