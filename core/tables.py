"""Every table of the notebook, imported in one place: rows to read and write, and the metadata that migrations compare with."""

from __future__ import annotations

from core.columns import Row
from core.customers.customer import Alias, Contact, Customer
from core.customers.merged import Merged
from core.customers.names.tables import ENTRIES, KEYS, SPELLINGS
from core.customers.saved_list import SavedList
from core.privacy.rows import Erasure, Tombstone
from core.selling.deal import Deal
from core.store.audit_rows import Change, Denial, Step
from core.talking.rows import (
    ButtonToken,
    Conversation,
    InboxRow,
    Lease,
    Occurrence,
    OutboxRow,
    Pause,
    SignOfLife,
)
from core.team.rep import Identity, PairingCode, Rep, WrongCode
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction
from core.working.zone_offsets import ZoneOffsets

metadata = Row.metadata

__all__ = [
    "ENTRIES",
    "KEYS",
    "SPELLINGS",
    "Alias",
    "ButtonToken",
    "Change",
    "Contact",
    "Conversation",
    "Customer",
    "Deal",
    "Denial",
    "Erasure",
    "FollowUp",
    "Identity",
    "InboxRow",
    "Interaction",
    "Lease",
    "Merged",
    "Occurrence",
    "OutboxRow",
    "PairingCode",
    "Pause",
    "Rep",
    "Row",
    "SavedList",
    "SignOfLife",
    "Step",
    "Tombstone",
    "WrongCode",
    "ZoneOffsets",
    "metadata",
]
