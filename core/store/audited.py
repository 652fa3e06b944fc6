"""Which tables are audited, and so undone: what reps write. Bookkeeping of the talk itself is not."""

from __future__ import annotations

from core.audit import audited
from core.customers.customer import Alias, Contact, Customer
from core.customers.merged import Merged
from core.customers.saved_list import SavedList
from core.selling.deal import Deal
from core.team.rep import Identity, Rep
from core.working.follow_up import FollowUp
from core.working.interaction import Interaction


def declare() -> None:
    """Say so; saying it again changes nothing."""
    audited("rep", Rep)
    audited("identity", Identity)
    audited("customer", Customer)
    audited("contact", Contact)
    audited("alias", Alias)
    audited("interaction", Interaction)
    audited("follow_up", FollowUp)
    audited("deal", Deal)
    audited("merged", Merged)
    audited("saved_list", SavedList)
