"""Faults on purpose: the product as a process of its own, killed again and again, with the fakes' ledgers as the oracle."""
