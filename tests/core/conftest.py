"""A small team and one customer, on both databases."""

from __future__ import annotations

import pytest

from core.crm import Office
from core.tables import Customer, Rep


@pytest.fixture
def lina(office: Office) -> Rep:
    """A rep in Riyadh."""
    with office.open(None, doing="add_rep") as crm:
        return crm.team.add_rep("Lina")


@pytest.fixture
def omar(office: Office) -> Rep:
    """Another rep."""
    with office.open(None, doing="add_rep") as crm:
        return crm.team.add_rep("Omar", language="ar")


@pytest.fixture
def mona(office: Office) -> Rep:
    """A manager."""
    with office.open(None, doing="add_rep") as crm:
        return crm.team.add_rep("Mona", role="manager")


@pytest.fixture
def acme(office: Office, lina: Rep) -> Customer:
    """Lina's customer."""
    with office.open(lina, doing="add_customer", said="new customer Acme") as crm:
        return crm.customers.add("Acme", phone="0501234567")
