"""``daftar run`` with a token that the platform refuses ends with exit code 4 and one sentence (CLI.md)."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.cli.stage import Cli
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """What a serving bot does with signals ends with it."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, was in kept.items():
        signal.signal(number, was)


def test_telegram_refuses(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token that Telegram does not know: exit code 4, the setting is named, the token is not shown."""
    with FakeTelegram() as fake:
        monkeypatch.setenv("DAFTAR_TELEGRAM__TOKEN", "7000000001:not-the-token-that-was-given")
        monkeypatch.setenv("DAFTAR_TELEGRAM__API_BASE", fake.address)
        ran = cli("run")
    assert ran.code == 4
    assert "DAFTAR_TELEGRAM__TOKEN" in ran.err
    assert "not-the-token" not in ran.out + ran.err


def test_slack_refuses(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot token that Slack does not know: the same."""
    with FakeSlack() as fake:
        monkeypatch.setenv("DAFTAR_SLACK__BOT_TOKEN", "xoxb-not-the-token")
        monkeypatch.setenv("DAFTAR_SLACK__APP_TOKEN", fake.app_token)
        monkeypatch.setenv("DAFTAR_SLACK__API_BASE", fake.api_base)
        ran = cli("run")
    assert ran.code == 4
    assert "DAFTAR_SLACK__BOT_TOKEN" in ran.err
    assert "xoxb-not" not in ran.out + ran.err


def test_slack_refuses_the_app_token(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app token that opens no socket is found out when the socket is opened: the same."""
    with FakeSlack() as fake:
        monkeypatch.setenv("DAFTAR_SLACK__BOT_TOKEN", fake.bot_token)
        monkeypatch.setenv("DAFTAR_SLACK__APP_TOKEN", "xapp-not-the-token")
        monkeypatch.setenv("DAFTAR_SLACK__API_BASE", fake.api_base)
        ran = cli("run")
    assert ran.code == 4
    assert "DAFTAR_SLACK__APP_TOKEN" in ran.err
