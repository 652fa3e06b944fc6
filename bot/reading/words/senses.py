"""What a word or phrase may mean, looked up in both languages at once; typos forgiven where a rep's meaning is still clear."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.normalise import fold, words
from bot.reading.words import arabic, english

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Sense(NamedTuple):
    """A meaning: its role (``done``, ``noun``, ``follow`` …), its value (``call``), and whether a pronoun hangs on it."""

    role: str
    value: str = ""
    pronoun: bool = False


class Reach(NamedTuple):
    """A sense and how many words it takes."""

    length: int
    sense: Sense


_VALUED = (
    ("done", "DONE"),
    ("noun", "NOUNS"),
    ("plain", "PLAIN_VERBS"),
    ("outcome", "OUTCOMES"),
    ("small", "SMALL_TALK"),
    ("priority", "PRIORITY"),
    ("stage", "STAGES"),
    ("scope", "SCOPES"),
)
_LISTED = (
    ("log", "LOG"),
    ("from_them", "FROM_THEM"),
    ("follow", "FOLLOW"),
    ("remind", "REMIND"),
    ("task", "TASK"),
    ("stay", "STAY"),
    ("opener", "OPENERS"),
    ("link", "LINKS"),
    ("beside", "BESIDE"),
    ("about", "ABOUT"),
    ("starts", "NOTE_STARTS"),
    ("pronoun", "PRONOUNS"),
    ("yes", "YES"),
    ("no", "NO"),
    ("not_that", "NOT_THAT"),
    ("weak_time", "WEAK_TIMES"),
    ("sends", "SENDS"),
)
_SUFFIXES = ("ه", "ها", "هم", "هن", "ك", "كم")
_GLUED = ("و", "ف")
_MENDED = frozenset({"done", "remind", "follow", "task", "plain"})
"""Roles in which a typo is forgiven."""
_EN_MEND_FROM, _AR_MEND_FROM = 4, 6
_LONGEST_WORD = 24
_NOT_TYPOS = frozenset(
    {
        "fellow",
        "hollow",
        "yellow",
        "mailed",
        "culled",
        "failed",
        "filled",
        "killed",
        "pulled",
        "polled",
        "rolled",
        "tasks",
        "tack",
        "reminded",
        "followed",
    }
)


def phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The alternatives of a line of words, each as its folded words."""
    for piece in text.split("|"):
        found = tuple(word.folded for word in words(piece))
        if found:
            yield found


def _to_come(verb: str) -> Iterator[str]:
    """The dialects' forms of what one is going to do: ``بكلم``, ``هكلم``, ``حكلم``, ``بنكلم``, ``سأكلم`` of ``اكلم`` and ``نكلم``."""
    if len(verb) > 3 and verb[0] == "ا" and verb[1] != "ل":  # noqa: PLR2004 - short ones would be other words (بمر)
        yield from (glued + verb[1:] for glued in ("ب", "ه", "ح"))
    if len(verb) > 3 and verb[0] in "ان" and verb[1] != "ل":  # noqa: PLR2004 - as above
        yield from (glued + verb for glued in ("ب", "ه", "ح", "س"))


@cache
def _table() -> dict[str, list[tuple[tuple[str, ...], Sense]]]:  # noqa: C901, PLR0912 - two loops over two lists of lists
    """First word -> phrases that begin with it, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}

    def keep(found: tuple[str, ...], sense: Sense) -> None:
        glued = len(found) > 1 and found[-1] in ("ل", "ب")  # written together with the name that follows
        kept = found[:-1] if glued else found
        entries = table.setdefault(next(iter(found)), [])
        if (kept, sense) not in entries:
            entries.append((kept, sense))

    for language in (english, arabic):
        for role, name in _VALUED:
            for value, line in getattr(language, name).items():
                for found in phrases(line):
                    keep(found, Sense(role, value))
                    if language is arabic and role == "plain":
                        for said in _to_come(found[0]):
                            keep((said, *found[1:]), Sense(role, value))
                    if language is arabic and role in ("done", "plain") and len(found) == 1:
                        for suffix in _SUFFIXES:
                            keep((found[0] + suffix,), Sense(role, value, pronoun=True))
        for role, name in _LISTED:
            for found in phrases(getattr(language, name)):
                keep(found, Sense(role))
                if language is arabic and role == "follow":
                    for said in _to_come(found[0]):
                        keep((said, *found[1:]), Sense(role))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def _mendable() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that a typo may have meant, English and Arabic: the longer ones of the verbs and cues."""
    known = {
        word
        for entries in _table().values()
        for found, sense in entries
        if sense.role in _MENDED and not sense.pronoun
        for word in found
    }
    latin = tuple(sorted(word for word in known if word.isascii() and len(word) > _EN_MEND_FROM))
    arab = tuple(sorted(word for word in known if not word.isascii() and len(word) >= _AR_MEND_FROM))
    return latin, arab


@cache
def vocabulary() -> frozenset[str]:
    """Every word that stands in the lists; such a word is no typo of another."""
    return frozenset(word for entries in _table().values() for found, _ in entries for word in found)


def is_known(word: str) -> bool:
    """Whether a folded word stands in the lists as it is, or is a slip of a verb there; a glued و or ف is not taken off."""
    return word in vocabulary() or mended(word) != word


@cache
def ordinary_words() -> frozenset[str]:
    """The words that are not taken for a part or a misspelling of a name. Words of time may be (June), and short links (علي)."""
    kept = {
        word for entries in _table().values() for found, sense in entries if sense.role != "weak_time" for word in found
    }
    times = {word for line in (english.WEAK_TIMES, arabic.WEAK_TIMES) for found in phrases(line) for word in found}
    return frozenset(kept - times - {"علي"})


@lru_cache(maxsize=16384)
def mended(word: str) -> str:
    """The verb or cue word that this one is a typo of, else the word itself. Folded in, folded out."""
    latin, arab = _mendable()
    ascii_ = word.isascii()
    if (
        len(word) > _LONGEST_WORD
        or word in vocabulary()
        or word in _NOT_TYPOS
        or len(word) < (_EN_MEND_FROM if ascii_ else _AR_MEND_FROM)
        or not word.isalpha()
    ):
        return word
    allowed = 1 if len(word) <= 7 else 2  # noqa: PLR2004 - one slip in a short word, two in a long one
    best = process.extract(word, latin if ascii_ else arab, scorer=OSA.distance, score_cutoff=allowed, limit=4)
    same = [choice for choice, _, _ in best if choice[0] == word[0]]
    return min(same, key=lambda choice: (OSA.distance(word, choice), choice[-1] != word[-1])) if same else word


def senses_at(folded: Sequence[str], at: int) -> Sequence[Reach]:
    """All meanings of the words from ``at`` on, longest first; the word with a glued و or ف counts where it says nothing whole."""
    alone = _alone(folded[at])
    if alone is not None:
        return alone
    table = _table()
    word = folded[at]
    found = list(_reaches(table, folded, at, word))
    if not found and len(word) > 2 and word[0] in _GLUED:  # noqa: PLR2004 - the letter and at least two more
        found = list(_reaches(table, folded, at, word[1:]))
    if not found:
        other = mended(word)
        if other != word:
            found = [r for r in _reaches(table, folded, at, other) if r.sense.role in _MENDED]
    return found


@lru_cache(maxsize=16384)
def _alone(word: str) -> tuple[Reach, ...] | None:
    """The meanings of a word that begins no phrase of several words, whatever follows it; None for one that does."""
    table = _table()
    bare = word[1:] if len(word) > 2 and word[0] in _GLUED else ""  # noqa: PLR2004 - as above
    for first, forgiven in ((word, False), (bare, False), (mended(word), True)):
        entries = table.get(first, ())
        if any(len(found) > 1 for found, _ in entries):
            return None
        told = tuple(Reach(1, sense) for _, sense in entries if not forgiven or sense.role in _MENDED)
        if told:
            return told
    return ()


def _reaches(
    table: dict[str, list[tuple[tuple[str, ...], Sense]]], folded: Sequence[str], at: int, first: str
) -> Iterator[Reach]:
    room = len(folded) - at
    for found, sense in table.get(first, ()):
        length = len(found)
        if length == 1:
            yield Reach(1, sense)
        elif (
            length <= room
            and _same(folded[at + 1], found[1])
            and (length == 2 or all(_same(folded[at + i], found[i]) for i in range(2, length)))  # noqa: PLR2004 - a pair
        ):
            yield Reach(length, sense)


def _same(said: str, meant: str) -> bool:
    return said == meant or (len(meant) > _EN_MEND_FROM and mended(said) == meant)


def longest(reaches: Iterable[Reach], *roles: str) -> Reach | None:
    """The longest of the given roles; the longest come first."""
    for reach in reaches:
        if reach.sense.role in roles:
            return reach
    return None


@lru_cache(maxsize=16384)
def mended_to(said: str, meant: str) -> bool:
    """Whether a word of five letters and more is that literal with one slip (two in long ones); both folded."""
    if len(meant) <= _EN_MEND_FROM or said in vocabulary() or said[:1] != meant[:1]:
        return False
    return OSA.distance(said, meant, score_cutoff=2) <= (1 if len(meant) <= 7 else 2)  # noqa: PLR2004 - as in ``mended``


@lru_cache(maxsize=4096)
def unglued(word: str) -> str:
    """A folded word without the و or ف glued to it, where the whole says nothing and the rest does; else the word."""
    table = _table()
    if word not in table and len(word) > 2 and word[0] in _GLUED and word[1:] in table:  # noqa: PLR2004 - as above
        return word[1:]
    return word


def means(text: str, role: str, value: str = "") -> bool:
    """Whether the whole text is one phrase of that role (and value)."""
    folded = [word.folded for word in words(text)]
    return bool(folded) and any(
        r.length == len(folded) and r.sense.role == role and (not value or r.sense.value == value)
        for r in senses_at(folded, 0)
    )


def folded_words(text: str) -> list[str]:
    """The folded words of a text."""
    return [word.folded for word in words(fold(text))]


@cache
def greeting_ends() -> frozenset[str]:
    """The folded last words of friendly phrases of several words (``صباح النور``, ``good morning``)."""
    told = (reach for entries in _table().values() for reach in entries)
    return frozenset(found[-1] for found, sense in told if sense.role == "small" and len(found) > 1)


def kind_named(title: str) -> str:
    """The kind of interaction that a title names (``call Sara``, ``زيارة أكمي``); empty where it names none.

    What is sent is not yet an e-mail: ``send contract`` names none, ``send an email`` does.
    """
    folded = [word.folded for word in words(title)]
    for at in range(len(folded)):
        senses = senses_at(folded, at)
        reach = longest(senses, "plain", "noun", "done")
        sends = longest(senses, "sends")
        if reach is not None and (sends is None or reach.length > sends.length):
            return reach.sense.value
    return ""


def bare_doing(title: str) -> tuple[str, str]:
    """``call``, ``call her``, ``اجتماع``: the role of a title's one word of doing (``plain`` or ``noun``) and that word; else empty."""
    typed = words(title)
    folded = [word.folded for word in typed]
    if not folded or len(folded) > 2 or (len(folded) > 1 and folded[1] not in _WHOM):  # noqa: PLR2004 - ``call her``
        return "", ""
    senses = [reach for reach in senses_at(folded, 0) if reach.length == 1]
    if longest(senses, "sends") is not None:
        return "", ""
    reach = longest(senses, "plain") or longest(senses, "noun")
    if reach is None or reach.sense.value == "note" or reach.sense.pronoun:
        return "", ""
    return reach.sense.role, typed[0].text


_WHOM = frozenset("him her them it back again".split())
