"""What comes in and goes out, as figures: hostile names and texts, secrets in logs, files that are bombs, patterns that are slow.

Each check counts what must be nothing under ``violations``. Source: RELIABILITY.md, SEC9 to SEC18.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import resource
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.command import discover
from bot.reading import get_ready
from core.errors import CoreError
from tests.conftest import NOW
from tests.faults.nasty import FORMULAS, INJECTIONS, SEARCHES, SPOOFS, bombs, slow_texts
from tests.faults.security import small
from tests.house.traced import statements
from tests.road.stage import Road

Told = dict[str, Any]
SLOW_MS = 50.0
"""So many milliseconds of processor may be spent on a message (SEC17)."""


def wording() -> Told:
    """SEC10 to SEC13: hostile names, notes and texts in every message: mentions, links, entities, spill, refusals by either platform."""
    from adapters.slack.write import Post
    from adapters.slack.write import write as slack
    from adapters.telegram.write import write as telegram
    from tests.fakes.slack_blocks import problems
    from tests.fakes.telegram_chats import Chats

    chats, mentions, refused, spill, sent = Chats(), 0, 0, 0, 0
    for value in (*INJECTIONS, *SPOOFS):
        with small() as road:
            with road.office.open(1, doing="given") as crm, contextlib.suppress(CoreError):
                crm.customers.add(value[:190], sure=True, city=value[:190])
            with road.office.open(1, doing="given") as crm:
                with contextlib.suppress(CoreError):
                    crm.interactions.log(kind="note", customer_id=1, summary=value[:4000])
                with contextlib.suppress(CoreError):
                    crm.follow_ups.add(value[:190], NOW, customer_id=1)
            for said in ("acme", "history acme", "my follow-ups", "list customers", f"note acme: {value}"[:4000]):
                road.say("lina", said)
            road.drained()
            for _, outgoing in road.platform.sent:
                sent += 1
                for post in slack(outgoing):
                    if isinstance(post, Post):
                        refused += len(problems(list(post.blocks)))
                        mentions += sum(mark in post.text for mark in ("<!", "<@", "<#", "<http"))
                for call in telegram(outgoing):
                    try:
                        kept = chats.send_text(json.loads(json.dumps(call.payload | {"chat_id": 5})), {"id": 1})
                    except Exception:  # noqa: BLE001 - whatever it is, Telegram would have refused it
                        refused += 1
                        continue
                    mentions += sum(
                        one["type"] in {"text_link", "text_mention", "mention"} for one in kept.get("entities", [])
                    )
                    spill += _unbalanced(str(kept["text"]))
    return {
        "messages": sent,
        "special_mentions_or_links": mentions,
        "refused": refused,
        "spilling_marks": spill,
        "violations": mentions + refused + spill,
    }


def _unbalanced(text: str) -> int:
    """How many direction marks of a text are left open or were never opened."""
    depth = wrong = 0
    for letter in text:
        if letter in "\u2066\u2067\u2068":
            depth += 1
        elif letter == "\u2069":
            wrong, depth = wrong + (depth == 0), max(0, depth - 1)
        elif letter in "\u202a\u202b\u202d\u202e":
            wrong += 1
    return wrong + depth


def leaks() -> Told:
    """SEC9: a day at DEBUG with planted secrets, a fault forced in every command: what of them is in the logs."""
    from bot import logs

    token, password = f"123456789:{secrets.token_urlsafe(26)}", "canarypassword9"
    planted = (token, password, "canaryname", "501239999", "canarynote")
    out = io.StringIO()
    with small() as road, contextlib.redirect_stderr(out):
        logs.keep_secret(token, password)
        logs.start("debug", json_lines=True)
        root = logging.getLogger()
        root.setLevel(logging.DEBUG)
        logging.getLogger("somewhere").debug("connecting to postgresql://daftar:%s@db/x with %s", password, token)
        logs.log().info("starting", url=f"https://api.telegram.org/bot{token}/getMe", token=token)
        for said in (
            "new customer Canaryname, 0501239999",
            "log call with Canaryname, canarynote",
            "canaryname",
            "my follow-ups",
            f"/start {token[-43:]}",
        ):
            road.say("lina", said)
            road.say("stranger", said)
        for kind in discover():
            with patch.object(kind, "run", _failing):
                road.say("lina", kind.example.en + " canarynote")
        road.drained()
        logs.start("error")
    text = out.getvalue()
    hits = {name: text.casefold().count(name.casefold()) for name in planted}
    return {
        "log_lines": text.count("\n"),
        "secrets_in_debug_logs": sum(hits.values()),
        "violations": sum(hits.values()),
    }


def _failing(*_: Any) -> Any:
    raise RuntimeError("canarynote of Canaryname +966501239999")


def imports(size: int) -> Told:
    """SEC14, SEC15: files that are bombs, each in a process of its own: memory, processor time, rows half written, formulas."""
    from core.exchange.formulas import guarded, unguarded

    most, slowest, names, wrote = 0.0, 0.0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        base = _used("--help")[0]
        for name, data in bombs(size):
            path = Path(folder) / name
            path.write_bytes(data)
            del data
            database = f"sqlite:///{folder}/{name}.db"
            memory, seconds, code = _used("import", str(path), "--yes", "--database", database)
            names, most, slowest = names + 1, max(most, memory), max(slowest, seconds)
            wrote += code not in (0, 1)
            path.unlink()
    risky = sum(_risky(guarded(cell)) for cell in FORMULAS)
    changed = sum(unguarded(guarded(cell)) != cell for cell in FORMULAS)
    return {
        "files": names,
        "most_mib": round(most),
        "of_which_the_program": round(base),
        "slowest_cpu_s": round(slowest, 1),
        "ended_otherwise": wrote,
        "unguarded_formulas": risky,
        "changed_by_the_way_back": changed,
        "violations": wrote + risky + changed + (most > 200) + (slowest > 10),
    }


_WATCHED = """
import atexit, runpy, sys
out, *sys.argv = sys.argv[1:]
atexit.register(lambda: open(out, "w").write(open("/proc/self/status").read()))
runpy.run_module("bot", run_name="__main__")
"""


def _used(*arguments: str) -> tuple[float, float, int]:
    """Memory of ``daftar ARGUMENTS`` at its most in MiB (its own, not ours before it), seconds of processor, exit code."""
    with tempfile.NamedTemporaryFile("r") as out:
        command = [sys.executable, "-c", _WATCHED, out.name, "daftar", *arguments]
        quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
        _, status, used = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=quiet), 0)
        told = dict(line.split(":", 1) for line in out.read().splitlines())
    return int(told["VmHWM"].split()[0]) / 1024, used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)


def _risky(cell: str) -> bool:
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return (
        any(
            line.lstrip(' \t\u00a0"').startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
            for line in lines
        )
        or cell[:1] in "\t\r\n"
    )


def slow_reading(letters: int, most_ms: float = SLOW_MS) -> Told:
    """SEC17, SEC18: texts that are slow to read and searches that are no searches: milliseconds of processor, what reached the SQL.

    Each text is heard five times, with its answer, and the quickest counts: what stood in the way the other times was not the
    text. 100 kB are more than is read at all, and are refused.
    """
    with small() as road:
        road.say("lina", "called acme, fine")
        get_ready()  # as ``daftar run`` does once it serves
        worst, slowest = _slowest(road, letters)
        refused, _ = _slowest(road, 100_000)
        with statements(road.office.database) as ran:
            for text in SEARCHES:
                road.say("lina", f"find {text}")
                road.say("lina", text)
        literal = sum("canaryterm" in one for one, _ in ran)
        with road.office.read(1) as crm:
            matched = sum(bool(crm.names.find(text)) for text in ("%", "_", "' OR '1'='1", "\\"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "letters": letters, "worst_ms": round(worst, 1), "worst_text": slowest, "worst_ms_of_100_kB": round(refused, 1),
        "terms_in_sql": literal, "wildcards_that_match": matched, "memory_mib": round(memory),
        "violations": literal + matched + (max(worst, refused) > most_ms),
    }  # fmt: skip


def _slowest(road: Road, letters: int) -> tuple[float, str]:
    """The milliseconds of processor that the slowest text takes at its quickest, and which that is."""
    found = []
    for name, text in slow_texts(letters):
        took = []
        for _ in range(5):
            began = time.process_time()
            road.say("lina", text)
            took.append((time.process_time() - began) * 1000)
        found.append((min(took), name))
    return max(found)
