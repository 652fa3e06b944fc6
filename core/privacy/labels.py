"""What each column of each table holds, so that nothing is forgotten when a person is told of or erased.

``identity``: what a person is known by, in a row that is about that person. ``text``: free words (or JSON with words in it) that may
speak of anybody. ``derived``: made from names, and made anew with them. ``team``: about the people who work with the notebook. ``link``: points at a row. ``plain``: numbers, moments, kinds,
keys, hashes. A new column without a label fails the house test. Source: RELIABILITY.md DATA3, DATA4.
"""

from __future__ import annotations

from typing import Final, Literal

Label = Literal["identity", "text", "derived", "team", "link", "plain"]


def _told(**columns: str) -> dict[str, Label]:
    labels: dict[str, Label] = {}
    kinds: tuple[Label, ...] = ("identity", "text", "derived", "team", "link", "plain")
    for kind in kinds:
        labels.update(dict.fromkeys(columns.get(kind, "").split(), kind))
    return labels


LABELS: Final[dict[str, dict[str, Label]]] = {
    "customers": _told(
        identity="name phone email website city industry source tags notes",
        link="id owner_id created_by_id",
        plain="kind status country created_at updated_at last_contacted_at",
    ),
    "contacts": _told(
        identity="name title phone email",
        link="id customer_id",
        plain="created_at updated_at last_contacted_at left_at",
    ),
    "aliases": _told(identity="alias folded", link="id record_id rep_id", plain="record created_at"),
    "name_entries": _told(
        derived="name folded", link="id record_id alias_id rep_id customer_id", plain="record person"
    ),
    "name_keys": _told(derived="key", link="entry_id"),
    "name_spellings": _told(derived="key word"),
    "interactions": _told(
        text="summary original outcome files",
        link="id customer_id contact_id rep_id",
        plain="kind direction occurred_at duration_minutes private latitude longitude created_at",
    ),
    "follow_ups": _told(
        text="title",
        link="id customer_id contact_id deal_id waits_for_id rep_id asked_by_id",
        plain="due_at all_day priority status recurrence zone first_due_at snoozes closed_at touch_every_days created_at",
    ),
    "deals": _told(
        text="title lost_reason",
        link="id customer_id owner_id",
        plain="amount currency stage status expected_close_on created_at updated_at closed_at",
    ),
    "merged": _told(link="id from_id into_id rep_id", plain="record merged_at"),
    "saved_lists": _told(text="name folded asks", link="id rep_id", plain="created_at"),
    "steps": _told(text="said", link="id rep_id undoes_id replaces_id", plain="command at undone_at message_key"),
    "changes": _told(text="before after", link="id step_id record_id", plain="seq record action"),
    "inbox": _told(
        text="body error",
        link="id",
        plain="platform bot ext_id gesture chat received_at state attempts not_before done_at",
    ),
    "outbox": _told(
        text="payload error",
        link="id rep_id",
        plain="dedupe_key platform bot place address kind priority not_before state owner epoch lease_until attempts mark "
        "repeat ext_message_id created_at sent_at",
    ),
    "buttons": _told(text="command label", link="rep_id outbox_id", plain="token place created_at expires_at used_at"),
    "conversations": _told(
        text="pending listed last_party about",
        link="id rep_id last_step_id",
        plain="place pending_at last_party_at steps updated_at",
    ),
    "occurrences": _told(link="id rep_id", plain="rule local_time zone due_at state fired_at"),
    "pauses": _told(plain="platform bot scope until"),
    "leases": _told(plain="name owner epoch until"),
    "signs_of_life": _told(plain="platform bot at"),
    "zone_offsets": _told(plain="zone release offsets"),
    "reps": _told(
        team="name role language zone work_days work_starts work_ends digest_at digest_on clock12 arabic_digits "
        "home_platform muted_until active last_seen_at",
        link="id",
        plain="created_at",
    ),
    "identities": _told(team="platform workspace user_id chat_id linked_at last_wrote_at", link="id rep_id"),
    "pairing_codes": _told(team="code_hash made_at expires_at used_at", link="id rep_id"),
    "denials": _told(team="speaker at", link="id rep_id", plain="action record"),
    "wrong_codes": _told(team="speaker at", link="id"),
    "erasures": _told(link="id rep_id", plain="mark salt record at cleaned_at"),
    "tombstones": _told(link="id erasure_id", plain="hash"),
}
"""By table and column."""


def words_of(table: str) -> tuple[str, ...]:
    """The columns of a table that may hold free words."""
    return tuple(column for column, label in LABELS[table].items() if label == "text")


def personal(table: str) -> tuple[str, ...]:
    """The columns of a table that may say something about a person who is sold to, and are not made from others."""
    return tuple(column for column, label in LABELS[table].items() if label in ("identity", "text"))


def holds_people(table: str) -> bool:
    """Whether bytes of a person who is sold to may be in that table."""
    return any(label in ("identity", "text", "derived") for label in LABELS[table].values())
