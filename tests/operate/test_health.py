"""The health of a running bot: red when it cannot be relied on, told over HTTP and to systemd."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest

from bot.operating import figures, systemd
from bot.operating.health import Health
from bot.operating.settings import HttpSettings
from bot.platform import ChatPlatform
from core.crm import Office
from core.database import sqlite_module
from tests.adapters.stand import until
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.operate.conftest import Bot, Cli


@dataclass
class Parts:
    """What is served, as far as its health goes."""

    broken: str = ""
    beaten_at: float = 0.0


@dataclass
class Time:
    """A monotonic clock that a test moves."""

    at: float = 1000.0

    def __call__(self) -> float:
        """The moment."""
        return self.at


def free_port() -> int:
    """A port that nobody listens on now, and that the system gives to nobody who asks for any: those are higher."""
    for port in range(20_000 + os.getpid() * 7 % 10_000, 32_000):
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def get(port: int, path: str) -> tuple[int, str]:
    """Status and text of a page; 0 where nobody listens."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()
    except URLError:
        return 0, ""


def watched(office: Office, now: Time, parts: Parts, **platforms: float) -> Health:
    """A health whose platforms had their last contact then."""
    made = {name: cast("ChatPlatform", SimpleNamespace(name=name, last_contact=at)) for name, at in platforms.items()}
    return Health(office, made, parts, HttpSettings(), monotonic=now)


def test_well_and_not_well(notebook: Office) -> None:
    """OPS1: silence of a platform, a heartbeat that stands still and a failed part are each a problem with a name."""
    now, parts = Time(), Parts()
    health = watched(notebook, now, parts, telegram=1000.0, slack=1000.0)
    assert health.write()
    assert health.problems() == []
    now.at += 31
    assert health.write()
    assert health.problems() == ["the heartbeat stands still for 31 s"]
    parts.beaten_at = now.at
    assert health.problems() == []
    now.at += 30
    parts.beaten_at = now.at
    assert health.write()
    assert [each.split(" for ")[0] for each in health.problems()] == [
        "no sign of life from telegram",
        "no sign of life from slack",
    ]
    parts.broken = "receive-telegram"
    assert "a part has failed: receive-telegram" in health.problems()


def test_a_moment_that_nobody_fires(notebook: Office) -> None:
    """A due moment that stays for more than half a minute makes the bot unready, though its heart beats."""
    now, parts = Time(), Parts(beaten_at=1000.0)
    health = watched(notebook, now, parts)
    with notebook.open(None, doing="test") as crm:
        local = notebook.clock.now().replace(tzinfo=None, minute=0)
        crm.occurrences.make("series:1", local, "UTC", rep_id=1)
    assert health.write()
    assert health.lag == 300
    assert health.problems() == ["what is due is 300 s late"]


def test_a_locked_database_is_noticed(notebook: Office, folder: Path) -> None:
    """While another program holds the write lock the database takes no write, and that is said."""
    now = Time()
    health = watched(notebook, now, Parts(beaten_at=1010.0))
    # The same library: two of them in one process do not see each other's locks.
    other = sqlite_module().connect(folder / "daftar.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert health.write() is False
        now.at += 9
        assert health.problems() == ["the database took no write for 9 s"]
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert health.write()
    assert health.problems() == []


def test_figures_add_up() -> None:
    """A figure that nobody knows is refused; others are counted by platform."""
    before = figures.counted("denied").get("test", 0)
    figures.count("denied", "test")
    figures.count("denied", "test", 2)
    assert figures.counted("denied")["test"] == before + 3
    with pytest.raises(KeyError):
        figures.count("calories")


@contextmanager
def heard(folder: Path) -> Iterator[socket.socket]:
    """A socket such as systemd listens on."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(folder / "notify"))
        line.settimeout(60)
        yield line


def test_systemd_hears(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told arrives in one datagram; without a socket nothing is told."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert systemd.tell("READY=1") is False
    with heard(folder) as line:
        monkeypatch.setenv("NOTIFY_SOCKET", str(folder / "notify"))
        assert systemd.tell("READY=1", "STATUS=well") is True
        assert line.recv(1000) == b"READY=1\nSTATUS=well"
    monkeypatch.setenv("NOTIFY_SOCKET", str(folder / "gone"))
    assert systemd.tell("READY=1") is False
    monkeypatch.setenv("WATCHDOG_USEC", "60000000")
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert systemd.watchdog_seconds() is None
    monkeypatch.delenv("WATCHDOG_PID")
    assert systemd.watchdog_seconds() == 30


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A Telegram on loopback."""
    with FakeTelegram() as made:
        yield made


def product(folder: Path, telegram: FakeTelegram, port: int, **more: Any) -> Bot:
    """The real program on a notebook in that folder."""
    told = {
        "DAFTAR_TELEGRAM__TOKEN": TOKEN,
        "DAFTAR_TELEGRAM__API_BASE": telegram.address,
        "DAFTAR_HTTP__ENABLED": "true",
        "DAFTAR_HTTP__PORT": str(port),
        **more,
    }
    return Bot(folder, told)


def test_the_running_bot(notebook: Office, cli: Cli, folder: Path, telegram: FakeTelegram) -> None:
    """``run`` answers on loopback, tells systemd, backs up and resumes beside; red while the database is locked."""
    notebook.database.close()
    port = free_port()
    with (
        heard(folder) as line,
        product(folder, telegram, port, NOTIFY_SOCKET=str(folder / "notify"), WATCHDOG_USEC="2000000") as bot,
    ):
        bot.start()
        assert b"READY=1" in line.recv(1000)
        assert until(lambda: get(port, "/readyz")[0] == 200)
        assert get(port, "/healthz") == (200, "alive\n")
        assert until(lambda: cli("healthcheck", **bot.settings).stdout.strip() == "ready")
        figures_page = get(port, "/metrics")[1]
        for name in (
            "daftar_ready 1.0", "daftar_outbox_pending", "daftar_inbox_lag_seconds", "daftar_outbox_oldest_due_seconds",
            'daftar_sends{outcome="uncertain"}', 'daftar_messages_total{platform="telegram"}', "daftar_quarantined",
            "daftar_rate_wait_seconds_total", "daftar_clock_jumps_total", "daftar_tzdata_info", "daftar_sqlite_version_ok",
            "daftar_denied_total", "daftar_duplicates_total", "daftar_reminder_lag_seconds",
        ):  # fmt: skip
            assert name in figures_page or name.split("{")[0] in figures_page, name
        assert "Company" not in figures_page
        assert "verified" in cli("backup", **bot.settings).stdout
        told = json.loads(cli("doctor", "--json", **bot.settings).stdout)
        assert {each["name"]: each["mark"] for each in told["findings"]}["bot"] == "ok"
        while b"WATCHDOG=1" not in line.recv(1000):
            pass
        locked = sqlite3.connect(folder / "daftar.db", isolation_level=None)
        locked.execute("BEGIN IMMEDIATE")
        assert until(lambda: get(port, "/readyz")[0] == 503)
        assert "took no write" in get(port, "/readyz")[1]
        assert cli("healthcheck", **bot.settings).stdout == ""
        locked.execute("ROLLBACK")
        locked.close()
        assert until(lambda: get(port, "/readyz")[0] == 200)


def test_without_a_page(notebook: Office, cli: Cli, folder: Path, telegram: FakeTelegram) -> None:
    """Where the page is off ``healthcheck`` asks through the socket beside the file; held reminders are released there too."""
    notebook.database.close()
    with product(folder, telegram, free_port(), DAFTAR_HTTP__ENABLED="false") as bot:
        assert cli("healthcheck", **bot.settings).stdout == "", "no bot is running"
        bot.start()
        assert until(lambda: cli("healthcheck", **bot.settings).stdout.strip() == "ready")
        assert cli("resume", **bot.settings).stdout.strip() == "Nothing is held back."
        assert bot.process is not None
        bot.process.terminate()
        assert bot.process.wait(30) == 0


def test_a_port_that_is_taken(cli: Cli, folder: Path, telegram: FakeTelegram) -> None:
    """Where the page's port is taken the bot ends with exit code 5 and one sentence."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = cli("run", **product(folder, telegram, int(taken.getsockname()[1])).settings)
    assert done.returncode == 5
    assert "[http] port" in done.stderr


def test_health_is_for_this_machine() -> None:
    """The page cannot be bound to an address that others reach."""
    from pydantic import ValidationError

    for host in ("0.0.0.0", "192.168.1.5", "example.com", "::"):  # noqa: S104 - the example
        with pytest.raises(ValidationError):
            HttpSettings(host=host)
    assert HttpSettings(host="::1").host == "::1"
