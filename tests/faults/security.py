"""SEC1 to SEC21 as figures: what strangers read, what groups read, whose presses count, what goes out, what comes in, what is left.

Each check counts what must be nothing under ``violations`` and names it; the same attacks as single tests stand beside the code they
are about. Source: RELIABILITY.md, section 2.3.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import statistics
import tempfile
import time
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.command import discover
from bot.settings import defaults
from bot.talking.turns import Turns
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.errors import CodeRefused
from tests.conftest import NOW
from tests.faults.nasty import TAMPERED
from tests.house.access import OWNERS_ONLY, SECRETS, Trial, place_of
from tests.house.traced import reading_records, statements
from tests.road.stage import Road

Told = dict[str, Any]


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
        read = len(reading_records(ran))
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
def small() -> Generator[Road]:
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
        with contextlib.closing(sqlite3.connect(str(office.database.file))) as rows:
            stored = sum(code in line for line in rows.iterdump())
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
        "code_in_the_rows": stored,
        "violations": broken,
    }


def timing(tries: int) -> Told:
    """SEC5, SEC2: how long it takes to say no, by turns: to a colleague's record and to none; to a code that is near and to one that is far.

    Medians of the processor's time, of a whole press. Records are told apart by nobody if they differ by less than a fifth; a code is looked for by its
    hash, so that a letter more that is right changes nothing.
    """
    with small() as road:
        office = road.office
        with office.open(1, doing="given") as crm:
            theirs = crm.follow_ups.add("canary", NOW, customer_id=1).id
        with office.open(None, doing="invite") as crm:
            code = crm.team.invite(2)
        near = code[:-1] + ("A" if code[-1] != "A" else "B")
        took: dict[str, list[int]] = {"theirs": [], "nothing": [], "near": [], "far": []}
        for _ in range(tries):
            for name, record in (("theirs", theirs), ("nothing", theirs + 1000)):
                told = {"command": "cancel_follow_up", "follow_up": {"record": "follow_up", "id": record, "name": "x"}}
                with office.open(None, doing="made") as crm:
                    token = crm.buttons.make(told, rep_id=2, place="x")
                began = time.process_time_ns()
                road.press("omar", token)
                took[name].append(time.process_time_ns() - began)
        for number in range(tries):
            guesses = [("near", near), ("far", secrets.token_urlsafe(32))]
            for name, guess in guesses if number % 2 else reversed(guesses):
                with office.open(None, doing="link") as crm:
                    began = time.process_time_ns()
                    with contextlib.suppress(CodeRefused):
                        crm.team.link(guess, "telegram", "acme", secrets.token_hex(8), "D1")
                    took[name].append(time.process_time_ns() - began)
    middle = {name: statistics.median(each) / 1000 for name, each in took.items()}
    records, codes = middle["theirs"] / middle["nothing"], middle["near"] / middle["far"]
    return {
        "tries": tries,
        **{f"{name}_us": round(each) for name, each in middle.items()},
        "theirs_to_nothing": round(records, 2),
        "near_to_far": round(codes, 2),
        "violations": sum(not 0.8 <= each <= 1.25 for each in (records, codes)),
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


def abuse(messages: int) -> Told:
    """SEC20: one rep floods: how much of it is handled at once, what the others wait for, what is told, and that nothing is lost."""
    with small() as road:
        office, inbox, turns = road.office, "telegram", Turns(defaults().receiving.messages_per_minute)
        assistant = Assistant(office, road.platforms, turns=turns)
        with office.open(None, doing="receive") as crm:
            for number in range(messages):
                body = road.body("lina", text="thanks", at=road.clock.now().isoformat())
                crm.inbox.put(inbox, "acme", f"flood{number}", body, chat="telegram/acme/dm-u-lina/")
            for number in range(10):
                body = road.body("omar", text="شكرا")
                crm.inbox.put(inbox, "acme", f"other{number}", body, chat="telegram/acme/dm-u-omar/")
        before = 0
        while assistant.several():
            if not before and not any(one.startswith("other") for one in _waiting(office)):
                before = messages - len(_waiting(office))
        at_once = messages - len(_waiting(office))
        minutes = 0
        while _waiting(office) and minutes < messages:
            road.later(seconds=60)
            minutes += 1
            while assistant.several():
                pass
        road.drained()
        told = sum("faster than I can answer" in text for text in road.platform.texts)
        answered = len(road.platform.texts) - told - 10
    lost = messages - answered
    slow = -(-(messages - turns.a_minute) // turns.a_minute)
    return {
        "flood": messages,
        "a_minute": turns.a_minute,
        "handled_at_once": at_once,
        "minutes_for_the_rest": minutes,
        "others": 10,
        "handled_before_the_last_of_the_others": before,
        "told_so": told,
        "lost": lost,
        "violations": int(before > messages // 2)
        + abs(lost)
        + (at_once > turns.a_minute)
        + (minutes > slow + 1)
        + (not 1 <= told <= 1 + minutes // 60),
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
            (Path(folder) / "n").mkdir(mode=0o700)
            database = Database(f"sqlite:///{folder}/n/daftar.db")
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


def erasing() -> Told:
    """DATA3, DATA6: a person written about in chat, erased in chat by an admin: bytes left in any file, before and after a restore."""
    from datetime import time as wall

    from core.keeping.kept import keep
    from core.keeping.restoring import restore

    words = ("canarywala", "1239876", "secretneed")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "daftar.db"
        database = Database(f"sqlite:///{file}")
        database.migrate()
        clock = MovableClock(NOW)
        road = Road(Office(database, clock), clock)
        with road.office.open(None, doing="given") as crm:
            adam = crm.team.add_rep("Adam", "admin", "en", "Asia/Riyadh")
            crm.team.link(crm.team.invite(adam.id), "telegram", "acme", "u-adam", "dm-u-adam")
        for said in (
            "new customer Acme",
            "new contact Zubaydah Canarywala, Acme, 0501239876",
            "called Zubaydah Canarywala, secretneed",
            "follow up with Zubaydah Canarywala tomorrow",
        ):
            road.say("lina", said)
        road.drained()
        there = _left(file, words)
        backup = keep(database, Path(folder) / "backups", clock.now())
        road.say("adam", "erase person Zubaydah Canarywala")
        road.drained()
        road.press("adam", road.token("🗑 Erase for good"))
        road.drained()
        left = _left(file, words)
        undone = road.say("adam", "undo").outcome == "done"
        database.close()
        again = restore(backup, file, clock.now(), morning=wall(8, 30)).erased_again
        back = _left(file, words)
    return {
        "words_there_before": there, "bytes_left": left, "bytes_left_after_a_restore": back, "erased_again": again,
        "violations": left + back + undone + (there != len(words)) + (again != 1),
    }  # fmt: skip


def _left(file: Path, words: tuple[str, ...]) -> int:
    """How many of these are in the database's files."""
    data = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*") if "before-restore" not in one.name)
    text = data.decode("utf-8", errors="replace").casefold()
    return sum(word in text for word in words)
