"""``daftar say`` and ``daftar explain``: one message, or many lines over a pipe, each answered before the next is read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.exits import DONE, REFUSED, USAGE, Ends
from bot.cli.line import Line, Unreadable, moment, read_line
from bot.cli.notebook import AsRep, Config, DatabaseUrl, opened, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.cli.talking import Talking
    from bot.talking.answer import Answer

Now = Annotated[str | None, typer.Option("--now", metavar="TIME", help="The moment, ISO 8601 with an offset.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, one line each.")]
Said = Annotated[str, typer.Argument(metavar="TEXT", help="The message, or - to read one a line from standard input.")]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("say")(say)
    app.command("explain")(explain)


def say(
    text: Said,
    *,
    as_: AsRep = None,
    now: Now = None,
    as_json: AsJson = False,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """One message in, the answer out."""

    def one(talking: Talking, line: Line) -> tuple[dict[str, Any], str, bool]:
        answer = talking.hear(line)
        return answer.shown(), _readable(answer), answer.outcome in ("done", "asked")

    _each(text, one, name=as_, now=now, as_json=as_json, config=config, database=database)


def explain(
    text: Said,
    *,
    as_: AsRep = None,
    now: Now = None,
    as_json: AsJson = False,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """How a message would be read. Writes nothing."""
    from bot.talking.explaining import explained, readable, reasons

    def one(talking: Talking, line: Line) -> tuple[dict[str, Any], str, bool]:
        talking.prepare(line)
        if line.text is None:
            raise Unreadable("only a text can be explained")
        where = talking.place(in_group=line.in_group)
        told = explained(talking.office, talking.rep, where, line.text)
        why = [] if as_json else reasons(talking.office, talking.rep, where, line.text)
        return told, readable(told, why), told["command"] is not None

    _each(text, one, name=as_, now=now, as_json=as_json, config=config, database=database)


def _each(
    text: str,
    one: Callable[[Talking, Line], tuple[dict[str, Any], str, bool]],
    *,
    name: str | None,
    now: str | None,
    as_json: bool,
    config: Config,
    database: DatabaseUrl,
) -> None:
    from bot.cli.talking import SetClock, Talking

    many = text == "-"
    clock = SetClock(_moment(now))
    with opened(settings_of(config, database), clock=clock) as notebook:
        talking = Talking(notebook, clock=clock, name=name)
        if not many:
            told, shown, good = one(talking, Line(text=text))
            _print(told, shown, as_json=as_json)
            raise typer.Exit(DONE if good else REFUSED)
        if name is not None:
            talking.become(name)
        for raw in _lines():
            line: Line | None = None
            try:
                line = read_line(raw)
                told, shown, _ = one(talking, line)
            except (Unreadable, Ends) as wrong:
                if isinstance(wrong, Ends) and (line is None or line.rep is None):
                    raise
                answer = talking.failed(line, f"{str(wrong)[:1].upper()}{str(wrong)[1:].rstrip('.')}.")
                told, shown = answer.shown(), _readable(answer)
            _print(told, shown, as_json=as_json)


def _lines() -> Iterator[str]:
    """Lines of standard input as they come; broken UTF-8 is read as replacement characters, not refused."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", errors="replace")


def _moment(now: str | None) -> Any:
    if now is None:
        return None
    try:
        return moment(now)
    except Unreadable as wrong:
        raise Ends(f"--now: {wrong}.", USAGE) from None


def _readable(answer: Answer) -> str:
    from bot.cli.platforms import shown_in_terminal

    lines: list[str] = []
    for push in answer.pushes:
        text, buttons = shown_in_terminal(push.outgoing)
        lines += [f"→ {push.rep}: {text}", *buttons]
    for outgoing in answer.replies:
        text, buttons = shown_in_terminal(outgoing)
        lines += [text, *buttons]
    return "\n".join(lines)


def _print(told: dict[str, Any], shown: str, *, as_json: bool) -> None:
    text = json.dumps(told, ensure_ascii=False) if as_json else shown
    # Half a surrogate pair, typed as \\ud83d in JSON, cannot be written as UTF-8: it is shown as "?" like any other outside.
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()
