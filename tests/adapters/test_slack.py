"""Slack passes the contract of every platform, against the fake Slack, through the real slack_bolt and slack_sdk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.contract import Contract
from tests.adapters.slack_bench import SlackBench
from tests.fakes.slack import FakeSlack

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def bench() -> Iterator[SlackBench]:
    """A fresh fake and a platform on it; an unacknowledged event comes again at once after half a second."""
    with FakeSlack(ack_seconds=0.5, delays=(0.0,) * 100, echo=False) as fake:
        made = SlackBench(fake)
        yield made
        made.platform.close()


class TestSlack(Contract):
    """The contract."""
