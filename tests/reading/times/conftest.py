"""The calendar of the examples: Sunday 22 November 2026, 14:05 in Riyadh, Sunday to Thursday."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reading.times import Calendar

RIYADH = ZoneInfo("Asia/Riyadh")
SUN_TO_THU = frozenset({6, 0, 1, 2, 3})


@pytest.fixture
def calendar() -> Calendar:
    """Lina's calendar of READING.md."""
    return Calendar(now=datetime(2026, 11, 22, 14, 5, tzinfo=RIYADH), work_days=SUN_TO_THU)
