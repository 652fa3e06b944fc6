"""Leads and deals."""
