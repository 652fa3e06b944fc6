"""Telegram passes the contract of all platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.contract import Contract
from tests.adapters.telegram_bench import TelegramBench
from tests.fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Iterator


class TestTelegram(Contract):
    """The whole contract, on the fake Telegram and through the real client library."""

    @pytest.fixture
    def bench(self) -> Iterator[TelegramBench]:
        """A fresh server and a platform on it."""
        with FakeTelegram() as fake:
            bench = TelegramBench(fake)
            yield bench
            bench.platform.close()
