"""Customers, contacts and what they are called."""
