"""``daftar chat`` and ``daftar demo``: the bot in a terminal, over the notebook or over a throw-away sample.

Lines that begin with a colon steer the terminal (``:help``); everything else goes to the bot as from any chat. It works
with a pipe as well: each line is answered before the next is read.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.cli.exits import Ends
from bot.cli.line import Line, Unreadable
from bot.cli.notebook import AsRep, Config, DatabaseUrl, Notebook, opened, settings_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from bot.cli.talking import Settable, Talking
    from bot.reply import Outgoing

HELP = """:clock +1d     moves the clock (also +2h, +30m, tue 15:00); what falls due arrives
:as NAME       write as somebody else        :lang ar / en   answers in Arabic or English
:digest        the morning list now          :now            what time it is here
:help          this                          :quit or exit   leave
A number presses a button of the last answer; everything else is a message to the bot."""
_TICK_SECONDS = 1.0
_LEAVING = frozenset({"exit", "quit", "خروج"})
"""Typed alone they leave, as in every other program at a terminal; in a chat they are a message."""


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("demo")(demo)
    app.command("chat")(chat)


def demo() -> None:
    """Terminal chat over a throw-away sample: no token, no config, no network."""
    from bot.cli.sample import COMPANY, REP, begins, fill
    from bot.settings import DatabaseSettings, defaults
    from core.clock import MovableClock

    with tempfile.TemporaryDirectory(prefix="daftar-demo-") as folder:
        settings = defaults()
        settings.workspace.name = COMPANY
        settings.database = DatabaseSettings(url=f"sqlite:///{Path(folder) / 'demo.db'}")
        clock = MovableClock(running=True)
        clock.set(begins(clock.now()))
        with opened(settings, clock=clock) as notebook:
            told = fill(notebook.office)
            _show(f'Demo company "{COMPANY}": {told}. Nothing is saved, no tokens needed.')
            _show(f"You are {REP} (sales rep). Language: English – type  :lang ar  for العربية,  :help  for more.")
            _show(
                "Try:  called Omar at Acme Corp, wants a quote, follow up tue 3pm\n      :clock +1d   (tomorrow's morning list and reminders arrive)\n"
            )
            Chat(notebook, clock=clock, name=REP).run()
            _show("\nLiked it?  daftar reps add NAME, then daftar chat: the same over a notebook that stays.")


def chat(as_: AsRep = None, config: Config = None, database: DatabaseUrl = None) -> None:
    """Terminal chat over the configured database."""
    with opened(settings_of(config, database)) as notebook:
        Chat(notebook, name=as_).run()


class Chat:
    """One sitting at the terminal. ``clock`` None: the computer's own, which cannot be moved."""

    def __init__(self, notebook: Notebook, *, clock: Settable | None = None, name: str | None = None) -> None:
        from bot.cli.talking import Talking

        self._notebook = notebook
        self._movable = clock
        self._talking: Talking = Talking(notebook, clock=clock, name=name)
        self._one_at_a_time = threading.Lock()
        self._leave = threading.Event()
        self._faces = sys.stdin.isatty() and sys.stdout.isatty()

    def run(self) -> None:
        """Until ``:quit``, the end of the input, or an interrupt. Raises Ends where nobody says who is writing."""
        name = self._talking.rep.name
        watch = threading.Thread(target=self._watch, name="reminders", daemon=True)
        with self._prompting() as ask:
            self._push()
            watch.start()
            try:
                while not self._leave.is_set():
                    name = self._talking.rep.name
                    line = ask(f"{name.split()[0].lower()}> ")
                    if line is None:
                        break
                    self._line(line.strip())
            except KeyboardInterrupt:
                pass
            finally:
                self._leave.set()
                watch.join(timeout=5)

    def _line(self, line: str) -> None:
        if not line:
            return
        with self._one_at_a_time:
            try:
                if line.casefold() in _LEAVING:
                    self._leave.set()
                elif line.startswith(":"):
                    self._steer(line[1:].strip())
                else:
                    self._say(line)
            except (Unreadable, Ends, ValueError) as wrong:
                _show(str(wrong))

    def _say(self, line: str) -> None:
        labels = self._talking.labels()
        counted = not any(label.isdecimal() for label in labels)  # among the days of a month a number is a day
        pressed = counted and line.isdecimal() and 1 <= int(line) <= len(labels)
        answer = self._talking.press_number(int(line)) if pressed else self._talking.hear(Line(text=line))
        for push in answer.pushes:
            self._pushed(push.rep, push.outgoing)
        for outgoing in answer.replies:
            self._written(outgoing)

    def _steer(self, told: str) -> None:
        word, _, rest = told.partition(" ")
        rest = rest.strip()
        if word in ("quit", "q", "exit"):
            self._leave.set()
        elif word == "as" and rest:
            _show(f"You are {self._talking.become(rest).name} now.")
        elif word == "lang" and rest in ("en", "ar"):
            self._talking.hear(Line(text="language arabic" if rest == "ar" else "اللغة الإنجليزية"))
            self._talking.forget_reps()
            _show("تم. سأجيب بالعربية." if rest == "ar" else "Done. I answer in English.")
        elif word == "clock" and rest:
            self._move(rest)
        elif word == "now":
            _show(self._time())
        elif word == "digest":
            self._say("digest now")
        else:
            _show(HELP)

    def _move(self, told: str) -> None:
        if self._movable is None:
            _show("Only the demo has a clock that can be moved.")
            return
        self._movable.set(moved(told, self._notebook.office.clock.now(), self._talking))
        _show(f"🕘 {self._time()}")
        self._push_held()

    def _time(self) -> str:
        return self._talking.local_now().strftime("%a %d %b %Y %H:%M (%Z)")

    # -- what the bot says first ---------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._leave.wait(_TICK_SECONDS):
            self._push()

    def _push(self) -> None:
        with self._one_at_a_time:
            self._push_held()

    def _push_held(self) -> None:
        for push in self._talking.tick():
            self._pushed(push.rep, push.outgoing)

    def _pushed(self, rep: str, outgoing: Outgoing) -> None:
        if rep == self._talking.rep.name:
            self._written(outgoing)
        else:
            _show(f"   (to {rep})")
            self._written(outgoing, indent="   ")

    def _written(self, outgoing: Outgoing, indent: str = "") -> None:
        from bot.cli.platforms import shown_in_terminal

        text, buttons = shown_in_terminal(outgoing)
        for line in (*text.split("\n"), *buttons):
            _show(f"{indent}{line}")

    @contextmanager
    def _prompting(self) -> Generator[Any]:
        """Asks for a line; None at the end. With a terminal: history and editing, and pushes above the prompt."""
        if not self._faces:
            yield lambda _prompt: next(iter(sys.stdin.readline, ""), None)
            return
        from prompt_toolkit import PromptSession
        from prompt_toolkit.patch_stdout import patch_stdout

        session: PromptSession[str] = PromptSession()

        def ask(prompt: str) -> str | None:
            try:
                return session.prompt(prompt)
            except EOFError:
                return None

        with patch_stdout():
            yield ask


def moved(told: str, now: Any, talking: Talking) -> Any:
    """Where ``:clock`` goes: ``+1d``, ``+2h``, ``+30m``, or a time as a rep says it. Raises ValueError."""
    units = {
        "d": timedelta(days=1),
        "h": timedelta(hours=1),
        "m": timedelta(minutes=1),
        "s": timedelta(seconds=1),
        "w": timedelta(weeks=1),
    }
    if told.startswith("+") and told[-1:] in units and told[1:-1].isdecimal():
        return now + int(told[1:-1]) * units[told[-1]]
    found = talking.time_said(told)
    if found is None:
        raise ValueError("I take :clock +1d, +2h, +30m, or a time such as: tue 15:00")
    return found


def _show(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
