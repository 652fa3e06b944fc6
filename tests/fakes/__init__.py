"""Fake servers on loopback, each with a ledger of what people received and a fault switch."""
