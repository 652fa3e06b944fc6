"""What customers and contacts are called, and finding them by it: typos, aliases, both scripts, inside sentences."""

from __future__ import annotations

from core.customers.names.matching import How, Match, certain
from core.customers.names.names import BOTH, Names
from core.customers.names.spans import NameSpan

__all__ = ["BOTH", "How", "Match", "NameSpan", "Names", "certain"]
