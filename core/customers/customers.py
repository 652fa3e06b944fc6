"""The customers of the notebook: companies and persons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from core.customers.alike import refuse_alike
from core.customers.customer import Contact, Customer, CustomerKind
from core.customers.merged import customer_row
from core.customers.names import Names
from core.customers.ownership import require_customer, require_owner
from core.customers.reachable import email_of, phone_of
from core.customers.removing import remove_customer
from core.errors import BadValue, NotFound
from core.fields import checked
from core.filters import CustomerFilter
from core.transaction import Transaction
from core.visibility import visible

_LONGEST_NAME = 200


class Customers:
    """Reading and writing customers. Every rep reads all; who may change what: see ``core.customers.ownership``."""

    def __init__(self, transaction: Transaction, names: Callable[[], Names]) -> None:
        self._tx = transaction
        self._names = names

    # -- reading -----------------------------------------------------------------------------------------------------

    def get(self, customer_id: int) -> Customer:
        """One customer; a number that was merged leads to where it went. Raises NotFound."""
        found = customer_row(self._tx.session, customer_id)
        if found is None or (self._tx.rep is not None and not self._tx.rep.active):
            raise NotFound("customer", str(customer_id))
        return found

    def named(self, name: str) -> list[Customer]:
        """The customers of exactly that name, as typed, the oldest first."""
        asked = select(Customer).where(Customer.name == name, visible(self._tx, Customer))
        return list(self._tx.session.exec(asked.order_by(col(Customer.id))))

    def recent(self, limit: int = 10) -> list[Customer]:
        """The customers that were last touched: this rep's own first, then those last written to."""
        own = col(Customer.owner_id) == (self._tx.rep_id or 0)
        asked = select(Customer).where(visible(self._tx, Customer))
        ordered = asked.order_by(own.desc(), col(Customer.updated_at).desc(), col(Customer.id))
        return list(self._tx.session.exec(ordered.limit(limit)))

    def found(self, *conditions: ColumnElement[bool], limit: int = 20, offset: int = 0) -> list[Customer]:
        """The customers that meet all conditions, by name."""
        asked = select(Customer).where(visible(self._tx, Customer), *conditions)
        return list(
            self._tx.session.exec(asked.order_by(col(Customer.name), col(Customer.id)).limit(limit).offset(offset))
        )

    def count(self, *conditions: ColumnElement[bool]) -> int:
        """How many meet all conditions."""
        asked = select(func.count()).select_from(Customer).where(visible(self._tx, Customer), *conditions)
        return self._tx.session.exec(asked).one()

    def filtered(self, chosen: CustomerFilter, limit: int = 10, offset: int = 0) -> tuple[list[Customer], int]:
        """The customers that a filter means, longest silence first where it asks for silence, else by name; and how many in all."""
        conditions = chosen.conditions(self._tx.session)
        asked = select(Customer).where(visible(self._tx, Customer), *conditions)
        if chosen.quiet_since is not None:
            asked = asked.order_by(col(Customer.last_contacted_at).asc().nulls_first(), col(Customer.name))
        rows = self._tx.session.exec(asked.order_by(col(Customer.name), col(Customer.id)).limit(limit).offset(offset))
        return list(rows), self.count(*conditions)

    def how_many(self, chosen: CustomerFilter) -> int:
        """How many customers a filter means."""
        return self.count(*chosen.conditions(self._tx.session))

    def not_contacted(self, since: Any, *, owner_id: int | None = None, limit: int = 20) -> list[Customer]:
        """The customers nobody was in touch with since that moment (or ever), longest silence first; lost ones aside."""
        asked = select(Customer).where(
            visible(self._tx, Customer),
            or_(col(Customer.last_contacted_at).is_(None), col(Customer.last_contacted_at) < since),
            col(Customer.created_at) < since,
            Customer.status != "lost",
        )
        if owner_id is not None:
            asked = asked.where(Customer.owner_id == owner_id)
        ordered = asked.order_by(
            col(Customer.last_contacted_at).asc().nulls_first(), col(Customer.name), col(Customer.id)
        )
        return list(self._tx.session.exec(ordered.limit(limit)))

    # -- writing -----------------------------------------------------------------------------------------------------

    def add(self, name: str, kind: CustomerKind = "company", *, sure: bool = False, **fields: Any) -> Customer:
        """A new customer, owned by the acting rep unless ``owner_id`` says otherwise.

        Raises LooksLike where one is there with the same phone or e-mail or nearly the same name, unless ``sure``.
        """
        self._tx.require("customers.write", record="customer", name=name)
        told = self._checked({"name": name, "kind": kind, **fields})
        if not sure:
            refuse_alike(self._names(), "customer", told["name"], phone=told.get("phone"), email=told.get("email"))
        now = self._tx.now
        told.setdefault("owner_id", self._tx.rep_id)
        row = Customer(**told, created_at=now, created_by_id=self._tx.rep_id, updated_at=now)
        self._tx.session.add(row)
        self._tx.session.flush()
        self._names().index("customer", row)
        return row

    def change(self, customer_id: int, **fields: Any) -> Customer:
        """Change fields. Raises NoSuchSetting, BadValue, NotAllowed (the owner of somebody else's customer)."""
        row = self.get(customer_id)
        require_customer(self._tx, row, "customers.write")
        told = self._checked(fields)
        if told.get("owner_id", row.owner_id) != row.owner_id:
            require_owner(self._tx, row, "customers.write")
        named = any(key in told and told[key] != getattr(row, key) for key in ("name", "kind"))
        for key, value in told.items():
            if getattr(row, key) != value:
                setattr(row, key, value)
        row.updated_at = self._tx.now
        self._tx.session.flush()
        if named:
            self._names().index("customer", row)
        return row

    def tag(self, customer_id: int, *tags: str) -> Customer:
        """Add tags (a leading ``#`` aside); those that are there already, letter case aside, stay as they are."""
        row = self.get(customer_id)
        there = {tag.casefold(): tag for tag in row.tags}
        for tag in tags:
            there.setdefault(_tag(tag).casefold(), _tag(tag))
        wanted = list(there.values())
        return self.change(customer_id, tags=wanted) if wanted != row.tags else row

    def untag(self, customer_id: int, *tags: str) -> Customer:
        """Take tags away; those that are not there are passed over."""
        row = self.get(customer_id)
        gone = {_tag(tag).casefold() for tag in tags}
        kept = [tag for tag in row.tags if tag.casefold() not in gone]
        return self.change(customer_id, tags=kept) if kept != row.tags else row

    def delete(self, customer_id: int) -> dict[str, int]:
        """Delete a customer with all that belongs to it; how many rows of each record went. Its owner's, a manager's, an admin's.

        Raises NotAllowed. An undo brings everything back with the same ids.
        """
        row = self.get(customer_id)
        require_customer(self._tx, row, "customers.delete")
        require_owner(self._tx, row, "customers.delete")
        contacts = self._tx.session.exec(select(Contact.id).where(Contact.customer_id == customer_id)).all()
        counted = remove_customer(self._tx, row)
        self._names().forget("customer", customer_id)
        for contact_id in contacts:
            self._names().forget("contact", contact_id)
        return counted

    def _checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        told = checked(Customer, fields)
        if "name" in told:
            told["name"] = _name(str(told["name"]))
        if told.get("phone"):
            told["phone"] = phone_of(told["phone"], told.get("country") or self._tx.workspace.country)
        if told.get("email"):
            told["email"] = email_of(told["email"])
        return told


def _name(text: str) -> str:
    name = " ".join(text.split())
    if len(name) > _LONGEST_NAME:
        raise BadValue("name", name[:40], "long")
    return name


def _tag(text: str) -> str:
    tag = " ".join(text.split()).lstrip("#").strip()
    if not tag:
        raise BadValue("tags", text, "empty")
    return tag
