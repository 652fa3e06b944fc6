"""Whose a customer is and what that decides. Source: READING.md, "Who sees and changes what"."""

from __future__ import annotations

from core.customers.customer import Customer
from core.team.rep import Rep
from core.transaction import Transaction


def require_customer(transaction: Transaction, customer: Customer, permission: str) -> None:
    """Raise NotAllowed unless the acting rep may do that with this customer.

    With ``strict_ownership`` every change of a customer is its owner's (and managers' and admins').
    """
    transaction.require(permission, record="customer", name=customer.name)
    if transaction.workspace.strict_ownership:
        require_owner(transaction, customer, permission)


def require_owner(transaction: Transaction, customer: Customer, action: str) -> None:
    """Raise NotAllowed unless the customer is the acting rep's or nobody's, or the rep is a manager or admin."""
    if customer.owner_id in (None, transaction.rep_id) or transaction.allows("customers.others"):
        return
    owner = transaction.session.get(Rep, customer.owner_id)
    transaction.require("customers.others", record="customer", name=customer.name, who=owner.name if owner else action)
