"""Pages that are written from the code: ``python -m tests.house.pages [BEGINNING …]`` writes them, a house test holds them against it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.command import Command, discover
from bot.language.words import Language
from tests.house import said

LANGUAGES: tuple[Language, ...] = ("en", "ar")

ROOT = Path(__file__).resolve().parents[2]
AREAS = {
    "working": ("Interactions and follow-ups", "التواصل والمتابعات"),
    "requests": ("What colleagues ask for", "طلبات الزملاء"),
    "in_touch": ("Staying in touch", "دوام التواصل"),
    "customers": ("Customers and contacts", "العملاء وجهات الاتصال"),
    "selling": ("Leads and deals", "العملاء المحتملون والصفقات"),
    "lists": ("Lists with a name", "القوائم المحفوظة"),
    "reports": ("Reports", "التقارير"),
    "exchange": ("Import and export", "الاستيراد والتصدير"),
    "keeping": ("Keeping the notebook in order", "ترتيب السجلات وحفظها"),
    "team": ("You and your team", "أنت وفريقك"),
    "help": ("Help and undo", "المساعدة والتراجع"),
}


def area_of(command: type[Command]) -> str:
    """The folder a command stands in."""
    return command.__module__.split(".")[2]


def commands_page() -> str:
    """``docs/commands.md``: every command, what it is for and its example, in both languages."""
    lines = [
        "# What one can say",
        "",
        "Written from the command files by `python -m tests.house.pages`; do not edit by hand. The wording is free: these are",
        "examples, not a syntax ([how a sentence is read](guide/teach-it-a-phrase.md)).",
    ]
    assert {area_of(command) for command in discover()} == set(AREAS), (
        "an area without a heading, or the other way round"
    )
    for area, (english, arabic) in AREAS.items():
        commands = [command for command in discover() if area_of(command) == area]
        lines += [
            "",
            f"## {english} · {arabic}",
            "",
            "| command | for | say | العربية | قل |",
            "| --- | --- | --- | --- | --- |",
        ]
        for command in commands:
            cells = (command.about.en, f"`{command.example.en}`", command.about.ar, f"`{command.example.ar}`")
            lines.append(f"| `{command.name()}` | " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def day_page() -> str:
    """``docs/a-day.md``: a morning in sixty sentences, played now."""
    from tests.road.day import page

    return page()


def week_page() -> str:
    """``docs/a-week.md``: three reps and a manager, a week on both platforms, played now."""
    from tests.road.week import page

    return page()


def access_page() -> str:
    """``docs/access.md``: the access matrix."""
    from tests.house.access import access_page as page

    return page()


PAGES: dict[str, Callable[[], str]] = {
    "docs/access.md": access_page,
    "docs/commands.md": commands_page,
    "docs/a-day.md": day_page,
    "docs/a-week.md": week_page,
    **{
        f"tests/said/{part}.{language}.txt": partial(said.page, part, language)
        for part in said.parts()
        for language in LANGUAGES
    },
}


if __name__ == "__main__":
    wanted = sys.argv[1:]
    for path, page in PAGES.items():
        if wanted and not any(path.startswith(each) for each in wanted):
            continue
        (ROOT / path).write_text(page(), encoding="utf-8")
        print(f"wrote {path}")
