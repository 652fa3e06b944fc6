"""Customers and contacts that a command creates on its way (``new_customer``, ``new_contact``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.kinds.party import Party


def created(
    desk: Desk,
    customer: Party | None,
    contact: Party | None,
    new_customer: str,
    new_contact: str,
    *,
    person: bool = False,
    phone: str = "",
    email: str = "",
) -> tuple[Party | None, Party | None]:
    """The customer and contact, created first where they are new. A contact alone brings its customer.

    The rep said or pressed that they are new, so look-alikes are not asked about again. Raises BadValue, NotFound.
    """
    fields = {key: value for key, value in (("phone", phone), ("email", email)) if value}
    if new_customer:
        own = fields if not new_contact else {}
        row = desk.crm.customers.add(new_customer, kind="person" if person else "company", sure=True, **own)
        customer = desk.party("customer", row)
    if new_contact and customer is not None:
        contact = desk.party("contact", desk.crm.contacts.add(new_contact, customer.id, sure=True, **fields))
    if contact is not None and customer is None:
        found = desk.crm.contacts.get(contact.id)
        customer = desk.party("customer", desk.crm.customers.get(found.customer_id))
    return customer, contact
