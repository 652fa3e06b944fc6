"""The figures of ``/metrics``: asked of the database when they are asked for, so that they are the rows' and not a second count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot.operating import figures
from core.database import NoStore
from core.errors import Busy
from core.keeping.kept import backups
from core.keeping.state import sqlite_version, waiting, zone_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from prometheus_client.core import Metric

    from bot.operating.health import Health


class Metrics(Collector):
    """All figures of one process and its database."""

    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        """Every figure at this moment; those of the database are left out while it does not answer."""
        health = self._health
        yield GaugeMetricFamily("daftar_ready", "1 while the bot can be relied on", value=int(not health.problems()))
        yield GaugeMetricFamily("daftar_reminder_lag_seconds", "How late the most overdue moment is", value=health.lag)
        silent = GaugeMetricFamily("daftar_silent_seconds", "Since a platform's last sign of life", labels=["platform"])
        for name, seconds in health.silences().items():
            silent.add_metric([name], seconds)
        yield silent
        yield from self._counted()
        version, safe = sqlite_version()
        yield InfoMetricFamily("daftar_tzdata", "Zone data in use", value={"version": zone_data()})
        yield InfoMetricFamily("daftar_sqlite", "SQLite in use", value={"version": version})
        yield GaugeMetricFamily("daftar_sqlite_version_ok", "0: this SQLite may lose a commit", value=int(safe))
        folder = health.backups
        newest = backups(folder)[-1:] if folder is not None else []
        if newest:
            age = (health.office.clock.now() - newest[0].at).total_seconds()
            yield GaugeMetricFamily("daftar_backup_age_seconds", "Age of the newest backup", value=age)
        try:
            yield from self._waiting()
        except (Busy, NoStore):
            return

    def _counted(self) -> Iterator[Metric]:
        for name, says in (
            ("messages", "Messages that came in"),
            ("duplicates", "Messages that came in again and were dropped"),
            ("denied", "Messages of people whom nobody linked"),
        ):
            family = CounterMetricFamily(f"daftar_{name}", says, labels=["platform"])
            for platform, value in figures.counted(name).items():
                family.add_metric([platform], value)
            yield family
        wait = CounterMetricFamily("daftar_rate_wait_seconds", "Waited for the platform's pace", labels=["platform"])
        for platform, value in figures.counted("rate_wait_seconds").items():
            wait.add_metric([platform], value)
        yield wait
        jumps = sum(figures.counted("clock_jumps").values())
        yield CounterMetricFamily("daftar_clock_jumps", "Jumps of the clock by five seconds or more", value=jumps)

    def _waiting(self) -> Iterator[Metric]:
        told = waiting(self._health.office.database, self._health.platforms)
        yield GaugeMetricFamily("daftar_inbox_waiting", "Messages to handle", value=told.inbox)
        yield GaugeMetricFamily(
            "daftar_inbox_lag_seconds", "Age of the oldest", value=_since(told.inbox_since, told.now)
        )
        yield GaugeMetricFamily("daftar_quarantined", "Messages that failed three times", value=told.quarantined)
        yield GaugeMetricFamily("daftar_outbox_pending", "Messages to send", value=told.outbox.get("pending", 0))
        late = _since(told.outbox_due_since, told.now)
        yield GaugeMetricFamily("daftar_outbox_oldest_due_seconds", "How late the most overdue message is", value=late)
        sends = GaugeMetricFamily("daftar_sends", "Messages of the last thirty days by outcome", labels=["outcome"])
        for state in ("sent", "failed", "uncertain", "cancelled", "held", "dispatching"):
            sends.add_metric([state], told.outbox.get(state, 0))
        yield sends


def _since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment is not None else 0.0
