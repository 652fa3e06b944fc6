"""What is wrong gets a clear sentence and an exit code, and nothing is lost or half written: the program as it is started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.stage import Cli
from tests.fakes.telegram import TOKEN, FakeTelegram

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def notebook(cli: Cli) -> Cli:
    """A notebook with Lina and Acme."""
    assert cli("reps", "add", "Lina").code == 0
    assert cli("say", "new customer Acme").code == 0
    return cli


def customers(cli: Cli) -> int:
    """How many customers the notebook holds."""
    told = cli("export", "customers", "--format", "jsonl")
    assert told.code == 0, told.err
    return len(told.out.splitlines())


def process(cli: Cli, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    """The program as a process of its own, on the same notebook."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DAFTAR_")}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**kept, "PYTHONPATH": str(ROOT), **settings},
        cwd=cli.folder,
    )


# -- messages ------------------------------------------------------------------------------------------------------------------

ODD: dict[str, str] = {
    "a megabyte": "called Acme, " + "x" * 1_000_000,
    "a megabyte of emoji": "\U0001f600" * 250_000,
    "emoji only": "\U0001f600\U0001f680",
    "a family and a flag": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1f8\U0001f1e6",
    "a lone high surrogate": "\ud83d",
    "a lone low surrogate in a sentence": "called Acme, wants \udc00 a quote",
    "nothing": "",
    "blanks and marks of direction": " \u200e\u200f\u2067\u2069 \u00a0",
    "NUL and other controls": "called Acme\x00\x01\x1b[31m, wants a quote",
    "an override of direction": "note Acme: \u202edetrever\u202c",
    "very many lines": "\n".join(["called Acme"] * 3_000),
    "letters with a hundred accents": "a" + "\u0301" * 100 + " Acme",
    "a template of ours": "note Acme: {name} %s {0} {n, plural, one {#}}",
    "SQL": "note Acme: '); DROP TABLE customers; --",
    "only punctuation": "?!?!… ,,, ؟،؛",
}


@pytest.mark.parametrize("what", ["text", "edit"])
def test_any_message_gets_a_sentence(notebook: Cli, what: str) -> None:
    """None of the odd texts fails, only what is done writes, and the talk goes on after each."""
    lines: list[dict[str, Any]] = []
    for text in ODD.values():
        if what == "edit":
            lines.append({"text": "called Acme, before"})
        lines += [{what: text}, {"text": "thanks"}]
    answers = notebook.talk(*(json.dumps(line) for line in lines))
    assert len(answers) == len(lines)
    for line, answer in zip(lines, answers, strict=True):
        assert answer["outcome"] != "failed", line
        assert answer["replies"], line
        assert answer["replies"][0]["text"].strip(), line
        assert answer["outcome"] == "done" or not answer["changes"]
        json.dumps(answer, ensure_ascii=False).encode("utf-8")
    assert customers(notebook) == 1


def test_a_megabyte_is_refused_and_told_how_much_is_allowed(notebook: Cli) -> None:
    """Nothing of it is written; the sentence says how long a message may be."""
    (answer,) = notebook.talk({"text": ODD["a megabyte"]})
    assert (answer["outcome"], answer["changes"]) == ("refused", [])
    assert "20,000" in answer["replies"][0]["text"]


# -- files ---------------------------------------------------------------------------------------------------------------------

FILES: dict[str, bytes] = {
    "empty": b"",
    "no names": b"colour,size\nred,4\n",
    "binary": bytes(range(256)) * 40,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
    "NUL in a cell": b"name,phone\nZen\x00ith,0501234567\n",
    "a quote that never closes": b'name,city\n"Zenith, Jeddah\nGlobex,Riyadh\n',
    "half of a UTF-8 letter": "name\nمؤسسة".encode()[:-1] + b"\n",
    "rows of any length": b"name,city\nZenith\nGlobex,Jeddah,1,2,3,4\n,\n",
    "only a head": b"name,phone\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_told_and_nothing_half_written(name: str, notebook: Cli) -> None:
    """It is refused in a sentence and nothing is there, or its good rows are brought in once, however often it comes."""
    file = notebook.folder / "broken.csv"
    file.write_bytes(FILES[name])
    ran = notebook("import", str(file), "--yes")
    assert "Traceback" not in ran.err + ran.out
    assert (ran.err + ran.out).strip()
    assert ran.code in (0, 1, 2)
    held = customers(notebook)
    assert held == 1 or ran.code == 0
    assert notebook("import", str(file), "--yes").code == ran.code
    assert customers(notebook) == held


def test_a_file_that_is_not_there_is_named(notebook: Cli) -> None:
    """The sentence names the file, without a traceback."""
    ran = notebook("import", "nowhere.csv", "--yes")
    assert ran.code in (1, 2)
    assert "nowhere.csv" in ran.err + ran.out
    assert "Traceback" not in ran.err


# -- settings, tokens, processes -----------------------------------------------------------------------------------------------


def test_an_unknown_setting_is_answered_with_the_nearest(notebook: Cli) -> None:
    """``toekn`` of ``[telegram]`` is told with "did you mean" and exit code 2."""
    (notebook.folder / "config.toml").write_text('[telegram]\ntoekn = "x"\n', encoding="utf-8")
    ran = notebook("say", "thanks")
    assert ran.code == 2
    assert "toekn" in ran.err
    assert "did you mean" in ran.err
    assert "token" in ran.err.replace("toekn", "")


def test_a_token_that_is_none_ends_with_a_sentence(notebook: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be a token: exit code 4 at once, and it is not printed."""
    monkeypatch.setenv("DAFTAR_TELEGRAM__TOKEN", "not-a-token")
    ran = notebook("run")
    assert ran.code == 4
    assert "token" in ran.err.casefold()
    assert "not-a-token" not in ran.err + ran.out


def test_a_token_that_telegram_refuses_is_told_in_a_sentence(notebook: Cli) -> None:
    """The start ends with exit code 4 and one sentence that says where the right one stands; the token is not printed."""
    token = TOKEN[:-1] + "X"
    with (
        FakeTelegram() as fake,
        process(notebook, "run", DAFTAR_TELEGRAM__TOKEN=token, DAFTAR_TELEGRAM__API_BASE=fake.address) as bot,
    ):
        _, told = bot.communicate(timeout=60)
    assert bot.returncode == 4
    assert "Telegram refuses the bot token: set DAFTAR_TELEGRAM__TOKEN" in told.decode()
    assert token not in told.decode()


@pytest.fixture
def held(notebook: Cli) -> Iterator[Cli]:
    """A notebook that a process of its own has open."""
    with process(notebook, "say", "--json", "-") as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(b"thanks\n")
        other.stdin.flush()
        assert other.stdout.readline()
        yield notebook
        other.stdin.close()
        other.wait(20)


def test_a_second_process_is_refused(held: Cli) -> None:
    """One sentence and exit code 3 for whatever needs the file for itself, while the first one goes on."""
    (held.folder / "few.csv").write_text("name\nZenith\n", encoding="utf-8")
    for arguments in (("say", "called Acme"), ("import", "few.csv", "--yes")):
        ran = held(*arguments)
        assert ran.code == 3, ran.out + ran.err
        assert "Another Daftar process" in ran.err
        assert len(ran.err.strip().splitlines()) == 1
