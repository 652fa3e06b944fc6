"""The people at customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from core.customers.alike import refuse_alike
from core.customers.customer import Contact, Customer
from core.customers.merged import contact_row, customer_row
from core.customers.names import Names
from core.customers.ownership import require_customer, require_owner
from core.customers.reachable import email_of, phone_of
from core.customers.removing import remove_contact
from core.errors import NotFound
from core.fields import checked
from core.transaction import Transaction
from core.visibility import visible


class Contacts:
    """Reading and writing contacts. A contact always belongs to one customer; changing it is changing that customer."""

    def __init__(self, transaction: Transaction, names: Callable[[], Names]) -> None:
        self._tx = transaction
        self._names = names

    def get(self, contact_id: int) -> Contact:
        """One contact; a number that was merged leads to where it went. Raises NotFound."""
        found = contact_row(self._tx.session, contact_id)
        if found is None or (self._tx.rep is not None and not self._tx.rep.active):
            raise NotFound("contact", str(contact_id))
        return found

    def of(self, customer_id: int, *, left: bool = False) -> list[Contact]:
        """A customer's contacts by name; with ``left`` also those who work there no more."""
        asked = select(Contact).where(Contact.customer_id == customer_id, visible(self._tx, Contact))
        if not left:
            asked = asked.where(col(Contact.left_at).is_(None))
        return list(self._tx.session.exec(asked.order_by(col(Contact.name), col(Contact.id))))

    def count(self) -> int:
        """How many there are."""
        return self._tx.session.exec(select(func.count()).select_from(Contact).where(visible(self._tx, Contact))).one()

    def add(self, name: str, customer_id: int, *, sure: bool = False, **fields: Any) -> Contact:
        """A new contact of a customer. Raises NotFound, and LooksLike unless ``sure``: see ``core.customers.alike``."""
        customer = self._customer(customer_id)
        require_customer(self._tx, customer, "contacts.write")
        told = self._checked({"name": name, **fields}, customer)
        if not sure:
            refuse_alike(
                self._names(),
                "contact",
                told["name"],
                phone=told.get("phone"),
                email=told.get("email"),
                customer_id=customer_id,
            )
        now = self._tx.now
        row = Contact(**told, customer_id=customer.id, created_at=now, updated_at=now)
        self._tx.session.add(row)
        customer.updated_at = now
        self._tx.session.flush()
        self._names().index("contact", row)
        return row

    def change(self, contact_id: int, **fields: Any) -> Contact:
        """Change fields; a new ``customer_id`` moves the person. Raises NoSuchSetting, BadValue, NotAllowed, NotFound."""
        row = self.get(contact_id)
        require_customer(self._tx, self._customer(row.customer_id), "contacts.write")
        customer = self._customer(int(fields.get("customer_id", row.customer_id)))
        told = self._checked(fields, customer)
        named = any(key in told and told[key] != getattr(row, key) for key in ("name", "customer_id"))
        for key, value in told.items():
            if getattr(row, key) != value:
                setattr(row, key, value)
        row.updated_at = self._tx.now
        self._tx.session.flush()
        if named:
            self._names().index("contact", row)
        return row

    def delete(self, contact_id: int) -> None:
        """Delete a contact, by the owner of its customer, a manager or an admin; what was logged with them stays with the customer.

        Raises NotFound, NotAllowed.
        """
        row = self.get(contact_id)
        customer = self._customer(row.customer_id)
        require_customer(self._tx, customer, "contacts.write")
        require_owner(self._tx, customer, "customers.delete")
        remove_contact(self._tx, row)
        self._names().forget("contact", contact_id)

    def _customer(self, customer_id: int) -> Customer:
        found = customer_row(self._tx.session, customer_id)
        if found is None:
            raise NotFound("customer", str(customer_id))
        return found

    def _checked(self, fields: dict[str, Any], customer: Customer) -> dict[str, Any]:
        told = checked(Contact, fields)
        if "name" in told:
            told["name"] = " ".join(str(told["name"]).split())
        if told.get("phone"):
            told["phone"] = phone_of(told["phone"], customer.country or self._tx.workspace.country)
        if told.get("email"):
            told["email"] = email_of(told["email"])
        return told
