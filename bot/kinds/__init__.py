"""The types that a command's parameters have, one file each. A Kind is a frozen value with one JSON form.

``to_json`` is complete and is read back by ``from_json`` (buttons, open questions); ``shown`` is the form of the command
line's ``parameters`` (a reference is ``{"id", "name"}``, a moment ISO 8601 with its offset, a day ``YYYY-MM-DD``).
"""
