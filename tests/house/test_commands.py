"""The rules of the house about commands and words: what exists in one language exists in the other, and examples are true."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.command import Command, discover
from bot.language.fill import _Choice, _parsed, fill, places
from bot.language.words import Language, Words
from bot.messages import Place
from bot.talking.explaining import explained
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from tests.conftest import NOW
from tests.house.pages import LANGUAGES, PAGES, ROOT
from tests.house.texts import TEXTS, modules
from tests.road.stage import Road
from tests.talks.player import FOLDER, commands_said, talks

BRANDS = {
    "Daftar", "Telegram", "Slack", "Excel", "Asia", "Riyadh", "CSV", "XLSX", "xlsx", "vCard", "vcf", "daftar", "reps", "invite",
}  # fmt: skip
"""Latin words that an Arabic text may have: names of products and files, and commands that are typed as they stand."""
SAYS_LESS = {"bot.commands.working.log_interaction.LOGGED[0]"}
"""Arabic texts that need a value less: «تم التسجيل لدى» has the kind in its next line."""
NEVER_ZERO = "bot.language.dates_shown"
"""Lengths and distances, which are never nought."""
LABEL = 40
"""Telegram's, the shortest limit of a button's label of all platforms (adapters/telegram/write.py)."""
ARABIC_FORMS = {"zero", "one", "two", "few", "many", "other"}
_LATIN = re.compile(r"[A-Za-z]+")


COMMANDS = discover()


def _ids(command: type[Command]) -> str:
    return command.name()


# -- words ---------------------------------------------------------------------------------------------------------------------


def test_both_languages_ask_for_the_same_values() -> None:
    """A text has the same places in English and Arabic (a plural's number may stand in the words alone)."""
    unequal = {name: (places(w.en), places(w.ar)) for name, w in TEXTS.items() if places(w.en) != places(w.ar)}
    assert set(unequal) <= SAYS_LESS, unequal


def test_arabic_texts_are_arabic() -> None:
    """No English word is left in an Arabic text but the names of products."""
    left = {
        name: foreign
        for name, words in TEXTS.items()
        if (foreign := [word for word in _LATIN.findall(_without_places(words.ar)) if word not in BRANDS])
    }
    assert left == {}


def test_english_texts_are_english() -> None:
    """No Arabic letter is left in an English text but the Arabic way to say what stands beside it."""
    left = {name: words.en for name, words in TEXTS.items() if re.search("[\u0621-\u064a]", words.en)}
    assert left == {}


def test_arabic_plurals_have_all_forms() -> None:
    """A counted text has the six forms of Arabic; an exact ``=0`` stands for zero."""
    lacking = {}
    for name, words in TEXTS.items():
        for choice in _plurals(words.ar):
            forms = {"zero" if form == "=0" else form for form, _ in choice.forms}
            if missing := ARABIC_FORMS - forms - ({"zero"} if name.startswith(NEVER_ZERO) else set()):
                lacking[name] = sorted(missing)
    assert lacking == {}


def test_a_number_is_never_beside_a_word_that_does_not_follow_it() -> None:
    """What is counted in English is counted in Arabic too: one language's plural is the other's."""
    unequal = {
        name: words
        for name, words in TEXTS.items()
        if {choice.name for choice in _plurals(words.en)} - {choice.name for choice in _plurals(words.ar)}
    }
    assert unequal == {}


def _without_places(template: str) -> str:
    """The words of a template, all forms, without the names of its places."""
    return " ".join(_literal(_parsed(template)))


def _literal(pieces: Any) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, _Choice):
            for _, inner in piece.forms:
                yield from _literal(inner)


def _plurals(template: str) -> Iterator[_Choice]:
    waiting = list(_parsed(template))
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, _Choice):
            if piece.plural:
                yield piece
            waiting += [inner for _, form in piece.forms for inner in form]


# -- buttons -------------------------------------------------------------------------------------------------------------------


def labels() -> dict[str, Words]:
    """The texts that become labels: the first argument of ``desk.button(…)``, and of ``word`` or ``say`` in Button and Choice."""
    found: dict[str, Words] = {}
    for module in modules():
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (label := _label(node)) is not None:
                value = _resolved(module, label)
                if isinstance(value, Words):
                    found[f"{module.__name__}:{node.lineno}"] = value
    return found


def _label(call: ast.Call) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "button" and call.args:
        return call.args[0]
    if name in ("Button", "Choice") and call.args:
        for inner in ast.walk(call.args[0]):
            if (
                isinstance(inner, ast.Call)
                and isinstance(inner.func, ast.Attribute)
                and inner.func.attr in ("word", "say")
            ):
                return inner.args[0]
    return None


def _resolved(module: ModuleType, expression: ast.expr) -> Any:
    if isinstance(expression, ast.Name):
        return vars(module).get(expression.id)
    if isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
        return getattr(vars(module).get(expression.value.id), expression.attr, None)
    return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_every_platform(language: Language) -> None:
    """A button's label fits the narrowest platform, with a name of twelve letters in it."""
    found = labels()
    long = {}
    for where, words in found.items():
        template = words.in_(language)
        values: dict[str, Any] = dict.fromkeys(
            places(template), "Acme Holding" if len(places(template)) == 1 else "3,600.00"
        )
        values |= {choice.name: 11 for choice in _plurals(template)}
        text = "".join(span.text for span in fill(template, language, values))
        if len(text) > LABEL:
            long[where] = text
    assert len(found) > 20
    assert long == {}


# -- commands ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=_ids)
def test_a_command_is_complete(command: type[Command]) -> None:
    """Phrases, an example and a line for help, each in both languages, Arabic in Arabic letters; a docstring with an example."""
    for words in (command.phrases, command.example, command.about):
        assert isinstance(words, Words)
    assert re.search("[\u0621-\u064a]", command.example.ar)
    assert not _LATIN.search(command.about.ar) or set(_LATIN.findall(command.about.ar)) <= BRANDS
    assert not re.search("[\u0621-\u064a]", command.about.en + command.example.en)
    assert dataclasses.is_dataclass(command)
    assert importlib.import_module(command.__module__).__doc__


@pytest.fixture(scope="module")
def small_notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """The notebook of the acceptance list: some reps, customers in both scripts, a log just written, a list just shown."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('house')}/house.db")
    database.create_tables()
    clock = MovableClock(NOW)
    road = Road(Office(database, clock), clock)
    with road.office.open(None, doing="given") as crm:
        lina = crm.team.rep_named("Lina")
        assert lina is not None
        crm.act_as(lina)
        acme = crm.customers.add("Acme", city="Riyadh")
        crm.contacts.add("Sara Haddad", acme.id, phone="+966501234567", email="sara@acme.com")
        crm.customers.add("Acme Holding", sure=True)
        globex = crm.customers.add("Globex", city="Jeddah")
        crm.contacts.add("Omar Nasser", globex.id)
        noor = crm.customers.add("شركة النور")
        crm.contacts.add("أحمد سالم", noor.id)
    for said in (
        "follow up with Acme tomorrow at 10",
        "follow up with Globex tomorrow at 11",
        "follow up with Globex tomorrow at 12",
        "deal Acme 50k",
        "tag Acme vip",
        "tag Acme مهم",
        "my follow-ups",
        "log call with Acme, wants a quote",
    ):
        assert road.say("lina", said).outcome == "done", said
    road.drained()
    yield road
    database.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=_ids)
def test_an_example_reads_back_to_its_own_command(
    command: type[Command], language: Language, small_notebook: Road
) -> None:
    """Among all commands, with real names about, the example is this command and nothing is left to ask."""
    place = Place(platform="telegram", workspace="acme", chat_id="dm-u-lina")
    with small_notebook.office.read(None) as crm:
        lina = crm.team.rep_named("Lina")
    assert lina is not None
    told = explained(small_notebook.office, lina, place, command.example.in_(language))
    assert told["command"] == command.name(), told


def test_every_command_has_a_talk_in_each_language(once: Path) -> None:
    """Some talk of ``tests/talks`` has the command said in English, and one in Arabic, by a rep of that language."""
    said = {language: commands_said(language, once) for language in LANGUAGES}
    without = {language: sorted({c.name() for c in COMMANDS} - said[language]) for language in LANGUAGES}
    assert without == {"en": [], "ar": []}
    assert talks(), FOLDER


# -- pages ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_written_page_is_current(path: str) -> None:
    """What ``./run.sh docs`` would write is what stands there."""
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path]()
