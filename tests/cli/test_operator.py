"""Reps, import, export, exit codes, and one process for one file (CLI.md; RELIABILITY R19)."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.beside import Beside, socket_path
from bot.cli.notebook import newest_version, opened
from bot.operating.alone import Alone, Taken
from bot.settings import load
from tests.cli.stage import Cli

ROOT = Path(__file__).resolve().parents[2]


def test_an_invitation_is_two_lines(cli: Cli) -> None:
    """The link (without a token only its end) and what is typed anywhere; 43 characters."""
    cli("reps", "add", "Sara Haddad")
    first, second = cli("reps", "invite", "sara").out.splitlines()
    code = second.removeprefix("link ")
    assert first == f"?start={code}"
    assert len(code) == 43


def test_reps_are_listed_changed_and_disabled(cli: Cli) -> None:
    """Each command says what it did; an unknown or taken name is exit code 2."""
    assert cli("reps", "add", "Lina", "--zone", "Africa/Cairo", "--role", "manager").code == 0
    assert cli("reps", "add", "lina").code == 2
    assert cli("reps", "add", "Omar", "--zone", "Asia/Riad").code == 2
    assert "manager" in cli("reps", "list").out
    assert cli("reps", "role", "Lina", "admin").code == 0
    assert cli("reps", "role", "Lina", "king").code == 2
    assert cli("reps", "disable", "Lina").code == 0
    assert "disabled" in cli("reps", "list").out
    assert cli("reps", "invite", "Nobody").code == 2
    assert cli("say", "--as", "Lina", "acme").code != 0


def test_import_shows_first_and_writes_when_told(cli: Cli) -> None:
    """Without a terminal and a flag: the preview and exit code 1; ``--yes`` writes; the same file again brings nothing new."""
    cli("reps", "add", "Lina")
    file = cli.folder / "list.csv"
    file.write_text("name,kind,company,phone\nAcme,company,,0501234567\nSara,contact,Acme,0501234568\n", "utf-8")
    ran = cli("import", str(file))
    assert ran.code == 1
    assert "new: 2" in ran.out
    assert cli("export", "customers", "--format", "jsonl").out == ""
    assert cli("import", str(file), "--dry-run").code == 0
    assert cli("import", str(file), "--yes").code == 0
    assert "Imported 0" in cli("import", str(file), "--yes").out
    assert cli("export", "contacts", "--format", "jsonl").out.count("\n") == 1
    assert cli("import", str(cli.folder / "none.csv")).code == 2
    (cli.folder / "bad.csv").write_bytes(b"\x00\x01\x02")
    assert cli("import", str(cli.folder / "bad.csv")).code == 1


def test_one_undo_takes_an_import_back(cli: Cli) -> None:
    """Typed by the rep whose import it was."""
    cli("reps", "add", "Lina")
    (cli.folder / "list.csv").write_text("name\nAcme\nGlobex\n", "utf-8")
    cli("import", "list.csv", "--as", "Lina", "--yes")
    assert cli("say", "--as", "Lina", "undo").code == 0
    assert cli("export", "customers", "--format", "jsonl").out == ""


def test_an_export_to_a_file_is_the_owners_alone(cli: Cli) -> None:
    """Written with mode 0600; an unknown kind is exit code 2."""
    cli("reps", "add", "Lina")
    assert cli("export", "reps", "--format", "csv", "-o", "reps.csv").code == 0
    assert stat.S_IMODE((cli.folder / "reps.csv").stat().st_mode) == 0o600
    assert cli("export", "everything").code == 2


def test_bad_settings_are_exit_code_2(cli: Cli) -> None:
    """One line on standard error, no traceback."""
    cli.monkeypatch.setenv("DAFTAR_DATABASE__UR", "x")
    ran = cli("reps", "list")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "did you mean" in ran.err


def test_a_database_that_cannot_be_is_exit_code_3(cli: Cli) -> None:
    """No such folder: one sentence."""
    ran = cli("say", "--database", "sqlite:////nowhere/at/all.db", "acme")
    assert ran.code == 3
    assert ran.err.count("\n") == 1


def test_run_without_a_platform_says_what_to_set(cli: Cli) -> None:
    """Exit code 2 without a token, 4 with one that is none."""
    assert cli("run").code == 2
    cli.monkeypatch.setenv("DAFTAR_TELEGRAM__TOKEN", "nonsense")
    assert cli("run").code == 4


def test_the_newest_version_is_the_migrations_own(cli: Cli) -> None:
    """The version read from file names is the one Alembic knows, and what a new notebook is at."""
    from core.store.migrating import newest

    assert newest_version() == newest()
    cli("reps", "add", "Lina")
    with opened(load()) as notebook:
        assert notebook.database.schema_version() == newest_version()


def test_the_lock_is_the_kernels(tmp_path: Path) -> None:
    """A second holder is refused at once; a dead one leaves nothing behind."""
    file = tmp_path / "d.db"
    holder = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", f"from bot.operating.alone import Alone; from pathlib import Path; a = Alone(Path({str(file)!r})); print('held', flush=True); input()"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Taken):
        Alone(file)
    holder.kill()
    holder.wait()
    Alone(file).close()


def test_a_second_process_is_refused_and_jobs_go_through_the_socket(cli: Cli) -> None:
    """With a bot on the file: ``say`` and ``import`` are exit code 3; ``reps`` and ``export`` work beside it."""
    cli("reps", "add", "Lina")
    with opened(load()) as notebook, Beside(notebook):
        path = socket_path(cli.folder / "daftar.db")
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        ran = cli("say", "--as", "Lina", "acme")
        assert ran.code == 3
        assert ran.err.count("\n") == 1
        assert cli("reps", "add", "Omar").code == 0
        assert "Omar" in cli("reps", "list").out
        assert cli("export", "reps", "--format", "jsonl").out.count("\n") == 2
        assert cli("reps", "add", "Omar").code == 2
    assert not path.exists()


def test_say_does_not_load_the_chat_libraries(tmp_path: Path) -> None:
    """A cold ``say`` imports neither Slack nor Telegram nor Alembic nor the drawing of tables (STACK.md)."""
    code = (
        "import sys; from bot.cli.app import run; run(['reps', 'add', 'Lina']); run(['say', 'thanks']);"
        "print([m for m in ('slack_sdk', 'slack_bolt', 'telegram', 'httpx', 'aiohttp', 'matplotlib', 'prompt_toolkit') if m in sys.modules])"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")} | {
        "PYTHONPATH": str(ROOT)
    }
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
