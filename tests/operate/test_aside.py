"""What was put aside: an operator sees it, has it tried again, or leaves it for good."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cli.notebook import Notebook
from bot.cli.operator.jobs import aside
from core.crm import Office
from core.keeping.aside import again, drop, put_aside
from tests.operate.conftest import Cli


def _broken(office: Office) -> None:
    """Two messages that failed three times, one send that failed, one that is uncertain, and what is none of it."""
    with office.open(None, doing="test") as crm:
        common: dict[str, Any] = {"platform": "telegram", "bot": "1", "address": {}, "payload": {}, "kind": "reply"}
        for state in ("failed", "uncertain"):
            crm.outbox.put(state, place=state, **common)
            due = crm.outbox.claim("telegram", "1", owner="dead")
            assert due is not None
            getattr(crm.outbox, state)(due.id, "dead", 0, "blocked")
        crm.outbox.put("pending", place="pending", **common)
        for key in ("1", "2", "3"):
            crm.inbox.put("telegram", "1", key, {"text": "secret"}, chat=key)
        for row_id in (1, 2):
            for _ in range(3):
                crm.inbox.failed(row_id, "KeyError 7K2F")


def _states(office: Office) -> list[tuple[str, int, bool]]:
    with office.read(None) as crm:
        rows = crm.outbox.in_state("pending", "failed", "uncertain", "cancelled")
        return [(row.state, row.attempts, row.repeat) for row in rows]


def test_once_more(office: Office) -> None:
    """What failed has its tries again, in its place in its chat; what may have arrived says so; once is enough."""
    _broken(office)
    assert [(one.name, one.what, one.why) for one in put_aside(office.database)] == [
        ("in:1", "message", "KeyError 7K2F"),
        ("in:2", "message", "KeyError 7K2F"),
        ("out:1", "reply failed", "blocked"),
        ("out:2", "reply uncertain", "blocked"),
    ]
    assert again(office.database, ["in:2", "in:3", "out:3", "out:99", "x"]) == ["in:2"]
    assert again(office.database, None) == ["in:1", "out:1", "out:2"]
    assert again(office.database, None) == []
    assert _states(office) == [("pending", 0, False), ("pending", 0, True), ("pending", 0, False)]
    with office.open(None) as crm:
        assert [(row.id, row.attempts, row.error) for row in crm.inbox.take_many(8)] == [
            (1, 0, None),
            (2, 0, None),
            (3, 0, None),
        ]


def test_for_good(office: Office) -> None:
    """What is left is neither handled nor sent, and what was written is forgotten."""
    _broken(office)
    assert drop(office.database, ["in:1", "out:2"]) == ["in:1", "out:2"]
    assert drop(office.database, ["in:1", "out:2"]) == []
    assert [one.name for one in put_aside(office.database)] == ["in:2", "out:1"]
    assert [state for state, _, _ in _states(office)] == ["failed", "cancelled", "pending"]
    with office.open(None) as crm:
        assert crm.inbox.body(1) is None
        assert [row.id for row in crm.inbox.take_many(8)] == [3]


@pytest.mark.parametrize("verb", ["again", "drop"])
def test_what_the_operator_reads(office: Office, verb: str) -> None:
    """Names, moments and reasons, nobody's words; a name that is not put aside is told."""
    _broken(office)
    notebook: Any = Notebook(None, office.database, office)  # type: ignore[arg-type]
    shown = "\n".join(aside(notebook, {}).lines)
    assert "in:1  2026-11-22 11:05 UTC  telegram message: KeyError 7K2F" in shown
    assert "secret" not in shown
    some = aside(notebook, {verb: ["in:1", "in:3"]})
    assert (some.code, "in:1." in some.lines[0], "Not put aside: in:3" in some.lines[1]) == (1, True, True)
    assert aside(notebook, {verb: ["all"]}).code == 0
    assert aside(notebook, {}).lines == ["Nothing is put aside."]


def test_the_command(cli: Cli, notebook: Office) -> None:
    """``resume --list`` shows it; one thing at a time."""
    _broken_there(notebook)
    notebook.database.close()
    assert "in:1" in cli("resume", "--list").stdout
    assert cli("resume", "--list", "--drop", "all").returncode == 2
    assert cli("resume", "--drop", "all").stdout == "Left for good: in:1.\n"


def _broken_there(notebook: Office) -> None:
    with notebook.open(None, doing="test") as crm:
        for _ in range(3):
            crm.inbox.failed(1, "KeyError 7K2F")
