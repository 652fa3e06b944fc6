"""Deleting a customer or a contact with what hangs on it, row by row, so that each deletion is recorded and can be undone.

What hangs on it is found in the tables themselves (every audited table with a ``customer_id`` or ``contact_id``), so
that a table added later is not forgotten.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from core.audit import audited_tables
from core.customers.customer import Alias, Contact, Customer
from core.transaction import Transaction


def remove_customer(transaction: Transaction, customer: Customer) -> dict[str, int]:
    """Delete a customer and all its rows; how many of each record went."""
    session, counted = transaction.session, {"customer": 1}
    hanging = {
        table.record: list(session.exec(_pointing(table.row, "customer_id", [customer.id])))
        for table in audited_tables()
        if "customer_id" in table.fields
    }
    contacts = hanging.pop("contact", [])
    _let_go(transaction, hanging)
    # A row may point at another of its own or of a record named later: what is pointed at goes last.
    for record in sorted(hanging, key=lambda name: (name == "deal", name)):
        counted[record] = len(hanging[record])
        _delete(transaction, hanging[record])
    _delete(transaction, _aliases(transaction, "contact", [row.id for row in contacts]))
    _delete(transaction, contacts)
    counted["contact"] = len(contacts)
    _delete(transaction, _aliases(transaction, "customer", [customer.id]))
    _delete(transaction, [customer])
    return {record: count for record, count in counted.items() if count}


def remove_contact(transaction: Transaction, contact: Contact) -> None:
    """Delete a contact. What was logged and promised with them stays with their customer."""
    session = transaction.session
    for table in audited_tables():
        if "contact_id" in table.fields:
            for row in session.exec(_pointing(table.row, "contact_id", [contact.id])):
                row.contact_id = None
    session.flush()
    _delete(transaction, _aliases(transaction, "contact", [contact.id]))
    _delete(transaction, [contact])


def _aliases(transaction: Transaction, record: str, ids: list[int]) -> list[Alias]:
    return list(transaction.session.exec(_pointing(Alias, "record_id", ids).where(Alias.record == record)))


def _pointing(row: type[Any], key: str, ids: list[int]) -> Any:
    """The rows whose ``key`` is one of these, by their numbers: the audit tells them in one order in every run."""
    return select(row).where(row.__dict__[key].in_(ids)).order_by(row.__dict__["id"])


def _let_go(transaction: Transaction, hanging: dict[str, list[Any]]) -> None:
    """Rows that stay, or go in the same breath, no longer point at rows that go."""
    for table in audited_tables():
        for key, record in (("waits_for_id", "follow_up"), ("deal_id", "deal")):
            going = [row.id for row in hanging.get(record, [])]
            if key in table.fields and going:
                for row in transaction.session.exec(_pointing(table.row, key, going)):
                    setattr(row, key, None)
    transaction.session.flush()


def _delete(transaction: Transaction, some: list[Any]) -> None:
    for row in some:
        transaction.session.delete(row)
    transaction.session.flush()
