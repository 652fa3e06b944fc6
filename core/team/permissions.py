"""Who may do what: the one table of permissions. Ownership ("one's own") is decided beside it, where the record is known.

Source: READING.md, "Who sees and changes what".
"""

from __future__ import annotations

from typing import Final

_EVERYBODY = frozenset({"rep", "manager", "admin"})
_MANAGERS = frozenset({"manager", "admin"})
_ADMINS = frozenset({"admin"})

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    # reading
    "customers.read": _EVERYBODY,
    "contacts.read": _EVERYBODY,
    "interactions.read": _EVERYBODY,
    "follow_ups.read": _EVERYBODY,
    "deals.read": _EVERYBODY,
    "reports.read": _EVERYBODY,
    "help.read": _EVERYBODY,
    # writing on any customer
    "customers.write": _EVERYBODY,
    "contacts.write": _EVERYBODY,
    "interactions.write": _EVERYBODY,
    "follow_ups.write": _EVERYBODY,
    "deals.write": _EVERYBODY,
    "aliases.write": _EVERYBODY,
    "lists.own": _EVERYBODY,
    "exports.own": _EVERYBODY,
    # one's own
    "customers.delete": _EVERYBODY,
    "steps.undo": _EVERYBODY,
    "settings.own": _EVERYBODY,
    "identities.own": _EVERYBODY,
    # other people's
    "follow_ups.others": _MANAGERS,
    "customers.others": _MANAGERS,
    "deals.others": _MANAGERS,
    "interactions.others": _MANAGERS,
    "customers.merge": _MANAGERS,
    "customers.hand_over": _MANAGERS,
    "customers.import": _MANAGERS,
    "customers.export": _MANAGERS,
    "customers.bulk": _MANAGERS,
    "reports.team": _MANAGERS,
    # the workspace
    "team.read": _EVERYBODY,
    "team.write": _ADMINS,
    "settings.workspace": _ADMINS,
    "persons.export": _MANAGERS,
    "erase": _ADMINS,
}
"""For each permission the roles that have it."""


def role_allows(role: str, permission: str) -> bool:
    """Whether that role has that permission. Raises KeyError for a permission that is not in the table."""
    return role in PERMISSIONS[permission]
