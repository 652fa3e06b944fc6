"""What there is to be looked at: every talk, every text, the scripted week with its forms and home tabs; payloads as the real adapters write them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from adapters.slack.write import Post
from adapters.slack.write import write as to_slack
from adapters.telegram.rich import rich_message
from adapters.telegram.write import keyboard
from adapters.telegram.write import write as to_telegram
from adapters.terminal.write import buttons, text
from bot.language.words import Language
from bot.reply import Outgoing
from tests.house.said import PLACE, parts, said
from tests.house.texts import TEXTS
from tests.pictures import slack, telegram
from tests.pictures.page import Row
from tests.road.week import BEGINS, SCRIPT, Playing
from tests.road.week_stage import WeekStage, staged
from tests.talks.player import FOLDER, talks
from tests.talks.script import read_talk
from tests.talks.stage import Stage

LANGUAGES: tuple[Language, ...] = ("en", "ar")
_NARROW = 38


def shown(row: Row, outgoing: Outgoing) -> None:
    """Add a message to a row, in every column."""
    put(row, "telegram", "".join(telegram.message(payload) for payload in payloads(outgoing)))
    posts = [each for each in to_slack(outgoing) if isinstance(each, Post)]
    blocks = "".join(slack.message(post.blocks) for post in posts)
    put(row, "slack", blocks)
    put(row, "desk", blocks)
    told = "\n".join([text(outgoing), *buttons(outgoing)])
    put(row, "terminal", f'<div class="lines">{escape(told)}</div>')
    row.lines += sum(1 + len(line) // _NARROW for line in told.split("\n")) + len(outgoing.all_keys)


def payloads(outgoing: Outgoing) -> list[dict[str, Any]]:
    """What Telegram is given, as it would show a message with tables; the words above a rewritten message stand there too."""
    rich = rich_message(outgoing)
    if rich is not None:
        keys = keyboard(outgoing)
        return [{"rich_message": rich} | ({"reply_markup": keys} if keys else {})]
    return [call.payload | ({"file_name": call.file.name} if call.file else {}) for call in to_telegram(outgoing)]


def put(row: Row, column: str, told: str) -> None:
    """Add to a column."""
    row.shown[column] = row.shown.get(column, "") + told


def of_talk(file: Path) -> Iterator[Row]:
    """A talk, played now."""
    talk = read_talk(file.read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="daftar-picture-") as folder:
        stage = Stage(talk, Path(folder))
        try:
            for turn in talk.turns:
                before = {name: len(each.sent) for name, each in stage.platforms.items()}
                stage.play(turn)
                row = Row(turn.line)
                for name, each in stage.platforms.items():
                    for _, outgoing in each.sent[before[name] :]:
                        if outgoing.parts:
                            shown(row, outgoing)
                yield row
        finally:
            stage.close()


def of_texts(part: str, language: Language) -> Iterator[Row]:
    """The texts of one part of the bot, one a row, counted ones for each count."""
    for name in sorted(parts()[part]):
        row = Row(name.removeprefix("bot."))
        for _, told in said(TEXTS[name], language):
            if told.plain.strip():
                shown(row, Outgoing(place=PLACE, language=language, parts=(told,)))
        yield row


def of_week() -> Iterator[Row]:
    """The scripted week: what both made-up platforms were given, with forms and home tabs."""
    with tempfile.TemporaryDirectory(prefix="daftar-picture-") as folder, staged(BEGINS, Path(folder)) as stage:
        playing = Playing(stage)
        for line in SCRIPT.read_text("utf-8").splitlines():
            if not line.strip() or line.startswith(("== ", "-- ")):
                continue
            row, form = Row(line), stage.form
            telegrams, slacks = len(stage.telegram.ledger), len(stage.slack.workspace.ledger)
            row.lines = sum(1 + len(told) // _NARROW for told in playing.act(line))
            _telegrams(row, stage, telegrams)
            _slacks(row, stage, slacks, form)
            yield row


def _telegrams(row: Row, stage: WeekStage, before: int) -> None:
    for each in stage.telegram.ledger[before:]:
        payload: dict[str, Any] = {"text": each.text, "entities": each.entities}
        if each.file_name:
            payload = {"caption": each.text, "caption_entities": each.entities, "file_name": each.file_name}
        put(row, "telegram", telegram.message(payload | {"reply_markup": {"inline_keyboard": each.buttons}}))


def _slacks(row: Row, stage: WeekStage, before: int, form: dict[str, Any]) -> None:
    boards = [slack.message(each.blocks) for each in stage.slack.workspace.ledger[before:]]
    if stage.form is not form:
        boards.append(slack.view(stage.form))
        row.lines += 12
    if "Home" in row.said:
        home = stage.on_slack.home(f"U0{row.said.partition('@')[0].upper()}")
        boards.append(slack.view(home))
        row.lines += 2 * len(home["blocks"])
    for column in ("slack", "desk"):
        put(row, column, "".join(boards))


def scenes() -> Iterator[tuple[str, Iterator[Row], tuple[str, ...]]]:
    """Each scene: its name, its rows, the columns that it has. Rows are made when they are asked for."""
    everywhere = ("telegram", "slack", "terminal")
    for file in talks():
        yield "talk-" + "-".join(file.relative_to(FOLDER).with_suffix("").parts), of_talk(file), everywhere
    for part in parts():
        for language in LANGUAGES:
            yield f"texts-{part}.{language}", of_texts(part, language), everywhere
    yield "week", of_week(), ("telegram", "slack", "desk")
