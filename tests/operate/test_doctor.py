"""``doctor``: every line is true, says what mends it, and wrong things make it fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.notebook import Notebook
from bot.cli.operator.jobs import state
from bot.operating import chats, doctor, machine
from bot.operating.findings import Finding, summary
from bot.operating.setting_up.manifest import scopes
from bot.settings import Settings
from core.crm import Office
from core.keeping.kept import keep
from core.keeping.state import sqlite_safe
from core.privacy.cleaning import clean
from core.privacy.rows import Erasure
from tests.conftest import NOW
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_state import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.operate.conftest import Cli


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeTelegram]:
    """A Telegram on loopback."""
    with FakeTelegram() as made:
        yield made


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    """A Slack on loopback."""
    with FakeSlack() as made:
        yield made


def settings(**tables: Any) -> Settings:
    """Settings of these tables."""
    return Settings.model_validate(tables)


def looked(notebook: Office, *, serving: bool = False) -> dict[str, list[Finding]]:
    """What the database says of itself, by name."""
    told = state(Notebook(settings(telegram={"token": TOKEN}), notebook.database, notebook), {})
    found: dict[str, list[Finding]] = {}
    for finding in doctor.inside(json.loads(told.lines[0]), serving=serving):
        found.setdefault(finding.name, []).append(finding)
    return found


def marks(found: list[Finding]) -> list[str]:
    """Their marks."""
    return [each.mark for each in found]


def test_a_sound_notebook(notebook: Office) -> None:
    """Of a sound notebook nothing is wrong; who is not linked is named, with the command."""
    found = looked(notebook)
    assert found["database"] == [Finding("database", "ok", found["database"][0].says)]
    assert "sound, WAL" in found["database"][0].says
    assert found["reps"] == [Finding("reps", "warn", "1 of 2 are linked nowhere: عمر", 'daftar reps invite "عمر"')]


def test_what_waits_too_long(notebook: Office) -> None:
    """Something that is due and has not left is a warning while no bot runs, and a problem while one does."""
    with notebook.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE inbox SET received_at = '2020-01-01 00:00:00.000000'")
    assert marks(looked(notebook)["sending"]) == ["warn"]
    late = looked(notebook, serving=True)["sending"][0]
    assert late.mark == "bad"
    assert "messages to handle" in late.says


def test_failed_uncertain_and_put_aside(notebook: Office) -> None:
    """Failed and uncertain sends, quarantined updates and held reminders have a line each."""
    with notebook.open(None, doing="test") as crm:
        common: dict[str, Any] = {"platform": "telegram", "bot": "1", "address": {}, "payload": {}, "kind": "reply"}
        for name in ("failed", "uncertain", "held"):
            crm.outbox.put(name, place=name, **common)
    with notebook.database.writing() as session:
        run = session.connection().exec_driver_sql
        run("UPDATE outbox SET state = dedupe_key")
        run("UPDATE inbox SET state = 'quarantined'")
    found = looked(notebook)
    assert [each.says.split()[0] for each in found["sending"] if each.mark == "warn"] == ["1", "1"]
    assert all(
        "message" in each.says and "reply telegram" in each.says for each in found["sending"] if each.mark == "warn"
    )
    assert marks(found["quarantine"]) == ["warn"]
    assert "put aside: in:1" in found["quarantine"][0].says
    assert "daftar resume --list" in found["quarantine"][0].mend
    assert found["held"][0].mend == "daftar resume"


def test_bytes_of_the_erased(notebook: Office) -> None:
    """DATA3: that bytes of somebody erased may still be there is told, and no more once the files were written anew."""
    assert "erased" not in looked(notebook)
    with notebook.database.writing() as session:
        session.add(Erasure(mark="m", salt="00", record="customer", at=NOW))
    assert marks(looked(notebook)["erased"]) == ["warn"]
    clean(notebook.database)
    assert "erased" not in looked(notebook)


def test_a_damaged_reference(notebook: Office) -> None:
    """A row that points nowhere is found."""
    raw = notebook.database.writer.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("UPDATE contacts SET customer_id = 999 WHERE id = 1")
    raw.close()
    assert looked(notebook)["database"][0].mark == "bad"


def test_telegram_is_asked(telegram: FakeTelegram) -> None:
    """A good token is greeted by its bot's name, a wrong one is refused, and no finding holds a token."""
    table = {"token": TOKEN, "api_base": telegram.address}
    good = list(chats.platforms(settings(telegram=table), NOW.replace(year=2020)))
    assert good[0].mark == "ok"
    assert "@daftar_test_bot" in good[0].says
    assert good[-1].name == "clock", "the fake's clock is years ahead of 2020"
    bad = list(chats.platforms(settings(telegram=table | {"token": "7000000001:wrong"}), NOW))
    assert marks(bad)[0] == "bad"
    assert "wrong" not in str([asdict(each) for each in bad])


def test_a_webhook_in_the_way(telegram: FakeTelegram) -> None:
    """A webhook, which keeps polling from getting anything, is a problem."""
    telegram.do(lambda: telegram.hook.update(url="https://elsewhere.example/hook"))
    try:
        found = list(chats.platforms(settings(telegram={"token": TOKEN, "api_base": telegram.address}), NOW))
    finally:
        telegram.do(telegram.hook.clear)
    assert found[0].mark == "bad"
    assert "webhook" in found[0].says


def test_slack_is_asked(slack: FakeSlack) -> None:
    """Scopes are held against the manifest; a token without one is a problem that names it."""
    table = {"bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "api_base": slack.api_base}
    before = sorted(slack.methods.scopes)
    slack.do("scopes", scopes=[*scopes()])
    good = {each.name: each for each in chats.platforms(settings(slack=table), NOW)}
    assert good["slack"].mark == "ok"
    assert good["socket"].mark == "ok"
    slack.do("scopes", scopes=sorted(scopes() - {"im:history"}))
    bad = {each.name: each for each in chats.platforms(settings(slack=table), NOW)}
    slack.do("scopes", scopes=before)
    assert bad["slack"].mark == "bad"
    assert "lacks im:history" in bad["slack"].says
    wrong = {each.name: each for each in chats.platforms(settings(slack=table | {"app_token": "xapp-1-no"}), NOW)}
    assert wrong["socket"].mark == "bad"


def test_nobody_there() -> None:
    """A platform that cannot be reached is told as such, within its time."""
    table = {"token": TOKEN, "api_base": "http://127.0.0.1:9"}
    found = list(chats.platforms(settings(telegram=table), NOW))
    assert found[0].mark == "bad"
    assert "cannot be reached" in found[0].says
    assert TOKEN not in found[0].says


def test_open_files_are_found(notebook: Office, folder: Path) -> None:
    """SEC21: a database, a backup, a folder, a config that others can read or write: each with its chmod."""
    told = settings(database={"url": f"sqlite:///{folder}/daftar.db"})
    config = folder / "config.toml"
    config.write_text("")
    file = keep(notebook.database, folder / "backups", NOW)
    config.chmod(0o600)
    assert marks(list(machine.modes(config, folder / "daftar.db", told))) == ["ok"]
    for path, mode in ((file, 0o640), (folder / "daftar.db", 0o604), (config, 0o622), (folder / "backups", 0o755)):
        path.chmod(mode)
    found = list(machine.modes(config, folder / "daftar.db", told))
    assert sorted(each.mend for each in found) == sorted(
        [
            f"chmod 600 {file}",
            f"chmod 600 {folder / 'daftar.db'}",
            f"chmod 644 {config}",
            f"chmod 700 {folder / 'backups'}",
        ]
    )


def test_backup_and_zone_ages(notebook: Office, folder: Path) -> None:
    """No backup, and one of more than two days, are warnings; so are zone data of more than 200 days."""
    told = settings(database={"url": f"sqlite:///{folder}/daftar.db"})
    assert machine.backup(told, NOW).mark == "warn"
    keep(notebook.database, folder / "backups", NOW)
    assert machine.backup(told, NOW + timedelta(hours=47)).mark == "ok"
    assert machine.backup(told, NOW + timedelta(hours=49)).mark == "warn"
    assert machine.zones(NOW + timedelta(days=800)).mark == "warn"
    assert machine.zones(NOW - timedelta(days=3000)).mark == "ok"


@pytest.mark.parametrize(
    ("version", "safe"),
    [("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.45.0", False), ("3.50.6", False), ("3.50.7", True), ("3.51.2", False), ("3.51.3", True), ("3.53.4", True)],
)  # fmt: skip
def test_which_sqlite_is_sound(version: str, safe: bool) -> None:
    """The versions with the repair of FACT9, and those without."""
    assert sqlite_safe(version) is safe


@pytest.mark.postgres
def test_on_postgresql(cli: Cli, folder: Path, postgres_url: str) -> None:
    """On PostgreSQL ``doctor`` looks at the same things, and ``backup`` writes a file that ``restore`` takes."""
    assert cli("migrate", "--database", postgres_url).returncode == 0
    assert cli("reps", "add", "Lina", "--role", "admin", "--database", postgres_url).returncode == 0
    found = cli("doctor", "--offline", "--database", postgres_url)
    assert found.returncode == 0, found.stdout
    assert "PostgreSQL" in found.stdout
    made = cli("backup", "--database", postgres_url)
    assert "verified" in made.stdout, made.stderr
    file = next((folder / "backups").glob("*.db"))
    assert "Restored" in cli("restore", str(file), "--yes", "--database", f"sqlite:///{folder}/new.db").stdout
    assert "Lina: admin" in cli("reps", "list", "--database", f"sqlite:///{folder}/new.db").stdout


def test_the_last_line() -> None:
    """The last line counts problems and warnings."""
    ok, warn, bad = (Finding("x", mark, "y") for mark in ("ok", "warn", "bad"))
    assert summary([ok]) == "All is well. Ready."
    assert summary([ok, warn]) == "1 warning. Ready."
    assert summary([bad, bad, warn]) == "2 problems and 1 warning. Mend what is marked ✗."


def test_the_command(notebook: Office, cli: Cli, folder: Path) -> None:
    """As JSON it says the same as in lines; exit code 1 where something is wrong; no secret is in it."""
    notebook.database.close()
    good = cli("doctor", "--offline", "--json")
    told = json.loads(good.stdout)
    assert good.returncode == 0, good.stdout
    assert told["ok"] is True
    assert {"config", "files", "disk", "sqlite", "zones", "backup", "database", "clock", "sending", "reps"} <= {
        each["name"] for each in told["findings"]
    }
    (folder / "daftar.db").chmod(0o644)
    bad = cli("doctor", "--offline", DAFTAR_TELEGRAM__TOKEN=TOKEN)
    assert bad.returncode == 1
    assert "✗ files" in bad.stdout
    assert TOKEN not in bad.stdout


@pytest.mark.parametrize(
    ("config", "says"),
    [("[slack]\nbot_tokn = 'x'\n", 'did you mean "bot_token"'), ("[http]\nhost = '0.0.0.0'\n", "this machine only"), ("[workspace\n", "no TOML")],
)  # fmt: skip
def test_a_bad_config_is_one_line(cli: Cli, folder: Path, config: str, says: str) -> None:
    """OPS3: a config that cannot be used is one line of ``doctor`` and one line of every other command, exit code 2."""
    (folder / "config.toml").write_text(config)
    found = cli("doctor", "--offline")
    assert found.returncode == 1
    assert says in found.stdout
    other = cli("resume")
    assert other.returncode == 2
    assert says in other.stderr
    assert other.stderr.count("\n") == 1


def test_an_older_notebook(cli: Cli, folder: Path) -> None:
    """A notebook of another version is a problem whose cure is ``daftar migrate``."""
    cli("migrate")
    from core.database import sqlite_module

    raw = sqlite_module().connect(folder / "daftar.db")
    raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.commit()
    raw.close()
    found = cli("doctor", "--offline")
    assert found.returncode == 1
    assert "→ daftar migrate" in found.stdout


def test_a_damaged_notebook(notebook: Office, cli: Cli, folder: Path) -> None:
    """A damaged file is told with the cure, not with a fault of the program."""
    notebook.database.close()
    file = folder / "daftar.db"
    raw = bytearray(file.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    file.write_bytes(raw)
    found = cli("doctor", "--offline")
    assert found.returncode == 1
    assert "✗ database" in found.stdout
    assert "restore" in found.stdout
