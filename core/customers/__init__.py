"""Customers, contacts, names."""
