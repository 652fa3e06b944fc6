"""SEC1 to SEC21 as figures: what strangers read, what groups read, whose presses count, what goes out, what comes in, what is left.

Each check counts what must be nothing under ``violations`` and names it; the same attacks as single tests stand beside the code they
are about. Source: RELIABILITY.md, section 2.3.
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
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from bot.command import discover
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.errors import CodeRefused, CoreError
from tests.conftest import NOW
from tests.faults.nasty import FORMULAS, INJECTIONS, SEARCHES, SPOOFS, TAMPERED, bombs, slow_texts
from tests.house.access import OWNERS_ONLY, SECRETS, Trial, place_of
from tests.road.stage import Road

RECORDS = (
    "customers",
    "contacts",
    "interactions",
    "follow_ups",
    "deals",
    "aliases",
    "name_entries",
    "name_keys",
    "changes",
)
Told = dict[str, Any]


@contextmanager
def statements(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that runs meanwhile, with its values."""
    found: list[tuple[str, Any]] = []

    def heard(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        found.append((statement, values))

    engines = {database.writer, database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", heard)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", heard)


def access() -> Told:
    """SEC1, SEC3, SEC5, SEC6: every command by strangers and a disabled rep, and in a group that is not shared."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        road, asked, lines = trial.road, 0, 0
        with statements(road.office.database) as ran:
            for who in ("stranger", "dina"):
                for kind in discover():
                    for told in ({}, {"group": True}, {"edits": "m1"}, {"press": secrets.token_urlsafe(16), "on": "x"}):
                        answer = road.assistant.take(road.platform, road.body(who, text=kind.example.en, **told))
                        asked, lines = asked + 1, lines + len(answer.outbox_ids)
        read = sum(any(f" {name} " in f"{one} ".replace("\n", " ") for name in RECORDS) for one, _ in ran)
        leaked = 0
        for name in trial.commands:
            who = "Lina" if name in OWNERS_ONLY else "Adam"
            told_there = trial.tried(name, who, place_of("group", who), agreed=False).in_group
            leaked += sum(secret in told_there for secret in SECRETS)
        road.office.database.close()
    return {
        "asked_by_strangers": asked,
        "records_read_by_strangers": read,
        "lines_to_strangers": lines,
        "commands_in_groups": len(trial.commands),
        "personal_fields_in_groups": leaked,
        "violations": read + leaked + max(0, lines - 2),
    }


@contextmanager
def small() -> Iterator[Road]:
    """A notebook on disk with two reps, a manager and a customer of Lina's."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/security.db")
        database.create_tables()
        clock = MovableClock(NOW)
        road = Road(Office(database, clock), clock)
        with road.office.open(1, doing="given") as crm:
            crm.customers.add("Acme", phone="0501234567")
        yield road
        database.close()


def pairing(guesses: int) -> Told:
    """SEC2: guesses at a code that is out there, by one sender and by many; fifty at once; its bytes in the file."""
    with small() as road:
        office = road.office
        with office.open(None, doing="invite") as crm:
            code = crm.team.invite(2)
        won = tried = 0
        for number in range(guesses):
            guess = code[:-1] + ("A" if code[-1] != "A" else "B") if number == 0 else secrets.token_urlsafe(32)
            answer = road.say("mallory" if number % 2 else f"m{number}", f"/start {guess}")
            won, tried = won + (answer.outcome == "done"), tried + 1
        locked = road.say("mallory", f"/start {code}").outcome == "refused"
        stored = any(code.encode() in file.read_bytes() for file in (office.database.file or Path()).parent.iterdir())
        winners = 0
        for number in range(50):
            with contextlib.suppress(CodeRefused), office.open(None, doing="link") as crm:
                crm.team.link(code, "slack", "acme", f"racer-{number}", "D1")
                winners += 1
        with office.open(None, doing="invite") as crm:
            late = crm.team.invite(2)
        road.later(hours=25)
        expired = road.say("late", f"/start {late}").outcome == "refused"
    broken = won + (not locked) + stored + (winners != 1) + (not expired)
    return {
        "guesses": tried,
        "guesses_won": won,
        "winners_of_50": winners,
        "code_in_the_file": stored,
        "violations": broken,
    }


def buttons() -> Told:
    """SEC7: every button of one rep pressed by others, twenty times, after eight days, and data that nobody made."""
    with small() as road:
        foreign = again = old = made_up = longest = 0
        for said in (
            "log call with Acme, wants a quote",
            "follow up with Acme tomorrow at 10",
            "acme",
            "my follow-ups",
            "delete Acme",
            "deal Acme 50k",
        ):
            road.say("lina", said)
        road.drained()
        keys = {key.token: key.label for _, one in road.platform.sent for row in one.keys for key in row}
        longest = max(len(token.encode()) for token in keys)
        for token in keys:
            for who in ("omar", "huda", "stranger"):
                foreign += _changes(road, who, token)
        undo = next(token for token, label in keys.items() if label == "Undo")
        again = sum(_changes(road, "lina", undo) for _ in range(20)) - 1
        for data in TAMPERED:
            made_up += _changes(road, "lina", data)
        road.later(days=8)
        old = sum(_changes(road, "lina", token) for token in keys)
    return {
        "buttons": len(keys),
        "longest_bytes": longest,
        "foreign_effects": foreign,
        "effects_too_many": again,
        "effects_of_made_up_data": made_up,
        "effects_after_8_days": old,
        "violations": foreign + again + made_up + old + (longest > 64),
    }


def _changes(road: Road, who: str, token: str) -> int:
    """Whether a press wrote anything."""

    def steps(crm: Any) -> int:
        found = crm.transaction.session.connection().exec_driver_sql("SELECT count(*) FROM changes").scalar_one()
        return int(found)

    before = road.count_of(steps)
    road.press(who, token)
    return int(road.count_of(steps) != before)


def webhooks(requests: int) -> Told:
    """SEC8: forged, broken, replayed and oversized requests to Slack's and Telegram's addresses: the answers by status."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    from adapters.slack.web import web
    from adapters.telegram.webhook import webhook
    from tests.faults.nasty import forged_slack, forged_telegram

    clock, taken = MovableClock(NOW), list[Any]()
    slack_secret, telegram_secret = secrets.token_hex(16), secrets.token_urlsafe(32)
    slack = TestClient(web(taken.append, slack_secret, clock), raise_server_exceptions=False)

    telegram = TestClient(webhook(taken.append, telegram_secret), raise_server_exceptions=False)
    seen: dict[int, int] = {}
    for number in range(requests):
        for client, path, forged in (
            (slack, "/slack", forged_slack(number, slack_secret, clock)),
            (telegram, "/telegram", forged_telegram(number, telegram_secret)),
        ):
            status = client.post(path, content=forged.body, headers=forged.headers).status_code
            seen[status] = seen.get(status, 0) + 1
    wrong = sum(count for status, count in seen.items() if status not in (401, 403, 413))
    return {"requests": requests * 2, "by_status": seen, "taken": len(taken), "violations": wrong + len(taken)}


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
        base = _used([sys.executable, "-m", "bot", "--help"])[0]
        for name, data in bombs(size):
            path = Path(folder) / name
            path.write_bytes(data)
            del data
            database = f"sqlite:///{folder}/{name}.db"
            memory, seconds, code = _used(
                [sys.executable, "-m", "bot", "import", str(path), "--yes", "--database", database]
            )
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


def _used(command: list[str]) -> tuple[float, float, int]:
    """Memory at its most in MiB, seconds of processor, exit code."""
    pid = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)],
    )
    _, status, used = os.wait4(pid, 0)
    return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)


def _risky(cell: str) -> bool:
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return (
        any(
            line.lstrip(' \t\u00a0"').startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
            for line in lines
        )
        or cell[:1] in "\t\r\n"
    )


def slow_reading(letters: int) -> Told:
    """SEC17, SEC18: texts that are slow to read and searches that are no searches: milliseconds of processor, what reached the SQL."""
    worst, slowest, literal = 0.0, "", 0
    with small() as road:
        for name, text in slow_texts(letters):
            began = time.process_time()
            road.say("lina", text)
            took = (time.process_time() - began) * 1000
            if took > worst:
                worst, slowest = took, name
        with statements(road.office.database) as ran:
            for text in SEARCHES:
                road.say("lina", f"find {text}")
                road.say("lina", text)
        literal = sum("canaryterm" in one for one, _ in ran)
        with road.office.read(1) as crm:
            matched = sum(bool(crm.names.find(text)) for text in ("%", "_", "' OR '1'='1", "\\"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "worst_ms": round(worst, 1), "worst_text": slowest, "terms_in_sql": literal, "wildcards_that_match": matched,
        "memory_mib": round(memory), "violations": literal + matched + (worst > 1000),
    }  # fmt: skip


def abuse(messages: int) -> Told:
    """SEC20: one rep floods; how many of the flood are handled before each message of the others."""
    with small() as road:
        office, inbox = road.office, "telegram"
        with office.open(None, doing="receive") as crm:
            for number in range(messages):
                body = road.body("lina", text="thanks", at=road.clock.now().isoformat())
                crm.inbox.put(inbox, "acme", f"flood{number}", body, chat="telegram/acme/dm-u-lina/")
            for number in range(10):
                body = road.body("omar", text="شكرا")
                crm.inbox.put(inbox, "acme", f"other{number}", body, chat="telegram/acme/dm-u-omar/")
        while any(one.startswith("other") for one in _waiting(office)):
            road.assistant.several()
        before = messages - sum(one.startswith("flood") for one in _waiting(office))
    return {
        "flood": messages,
        "others": 10,
        "handled_before_the_last_of_the_others": before,
        "violations": int(before > messages // 2),
    }


def _waiting(office: Office) -> list[str]:
    with office.read(None) as crm:
        asked = "SELECT ext_id FROM inbox WHERE state = 'new'"
        return [str(one) for one in crm.transaction.session.connection().exec_driver_sql(asked).scalars()]


def files() -> Told:
    """SEC21: who may read what the program writes."""
    from core.keeping.kept import keep

    with tempfile.TemporaryDirectory() as folder:
        old = os.umask(0o022)
        try:
            database = (
                Database(f"sqlite:///{folder}/n/daftar.db") if (Path(folder) / "n").mkdir(mode=0o700) is None else None
            )
            assert database is not None
            database.migrate()
            office = Office(database, MovableClock(NOW))
            with office.open(None, doing="x") as crm:
                crm.erasing.erase("customer", crm.customers.add("Acme").id)
            keep(database, Path(folder) / "backups", NOW + timedelta(hours=1))
            database.close()
        finally:
            os.umask(old)
        everything = list(Path(folder).rglob("*"))
        open_ = [path.name for path in everything if path.stat().st_mode & 0o077]
    return {"files": len(everything), "readable_by_others": open_, "violations": len(open_)}
