"""The tables of the name index. They follow from customers, contacts and aliases, and can be made anew from them at any time.

Everything that a look-up needs is in them, so that any number of processes share it; nobody counts how frequent a word is.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text, text

from core.columns import Row

# Keys are compared byte by byte, so that the beginning of a word is a range of keys on PostgreSQL too.
_KEY: Final = Text().with_variant(Text(collation="C"), "postgresql")

ENTRIES: Final = Table(
    "name_entries",
    Row.metadata,
    Column("id", Integer, primary_key=True),
    Column("record", String, nullable=False),  # customer or contact
    Column("record_id", Integer, nullable=False),
    Column("alias_id", Integer),  # the alias that this is, None for the record's own name
    Column("rep_id", Integer),  # who taught the alias
    Column("name", String, nullable=False),  # the record's own name, as it is shown
    Column("folded", String, nullable=False),  # the name or alias, folded
    Column("person", Boolean, nullable=False),
    Column("customer_id", Integer),
    Index("ix_name_entries_record", "record", "record_id"),
    Index(
        "ix_name_entries_alias_id",
        "alias_id",
        sqlite_where=text("alias_id IS NOT NULL"),
        postgresql_where=text("alias_id IS NOT NULL"),
    ),
)
"""One row per name and per alias."""

KEYS: Final = Table(
    "name_keys",
    Row.metadata,
    Column("key", _KEY, nullable=False),
    Column("entry_id", Integer, nullable=False),
    PrimaryKeyConstraint("key", "entry_id", name="pk_name_keys"),
    sqlite_with_rowid=False,
)
"""What a name is found by: ``=whole``, each ``word``, and each pair of words, ``one two``, in the order of the alphabet."""

SPELLINGS: Final = Table(
    "name_spellings",
    Row.metadata,
    Column("key", _KEY, nullable=False),
    Column("word", _KEY, nullable=False),
    PrimaryKeyConstraint("key", "word", name="pk_name_spellings"),
    sqlite_with_rowid=False,
)
"""What a word of names is found by: itself, itself with one letter left out, and ``%`` and a consonant skeleton."""
