"""Inbox, outbox, buttons, conversations."""
