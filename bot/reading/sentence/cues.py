"""The cues of a sentence: words that open a log or a next step, where they stand so that they mean it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.reading.sentence.mood import ends_with_name, moving_before, possessed, somebody_did
from bot.reading.sentence.strangers import name_ends
from bot.reading.words.senses import unglued

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.units import Unit

Style = Literal["done", "from_them", "noun", "plain", "follow", "remind", "task", "stay"]
_LOGS = ("done", "from_them", "noun", "plain")
_NEXTS = ("follow", "remind", "task", "stay")
_OTHERS = frozenset(
    "they he she who it you which that was were been be being is are to not never will would ll can could should may might didn't didnt did هم هو هي اللي الي ما لم لا سوف راح رح".split()
)
_WE = frozenset("i we just ive i've also then and و ثم بعدين انا احنا نحن".split())
AND = frozenset("and then also & و ثم بعدين كمان plus".split())
SOFT = frozenset("need must should have لازم خليني ودي يجب علي".split())
"""They ask for a reminder only where nothing was logged: ``called Acme, need to send the quote`` is a note."""
_HAPPENS_TO = frozenset(
    "moved cancelled canceled postponed delayed shifted scheduled rescheduled is was will would on at تاجل تاجلت تاجلت الغي الغيت صار كان كانت بيكون".split()
)
"""What befalls a meeting, not what was said in it: ``Acme meeting moved to Sunday`` is no log."""
_BESIDE = ("beside", "link")
_AGAIN = frozenset("x × twice thrice again مرتين ثاني".split())
"""Words that tell how often nobody answered; they stay in the note."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase at units ``first`` to ``last`` (not included) that opens a log or a next step."""

    first: int
    last: int
    style: Style
    value: str = ""
    pronoun: bool = False
    explicit: bool = False
    """A log was asked for in so many words (``log call``)."""

    @property
    def logs(self) -> bool:
        """Whether it speaks of what happened."""
        return self.style in _LOGS


def cues_of(units: Sequence[Unit]) -> list[Cue]:
    """All cues, in order; which of them open a segment is decided later."""
    found: list[Cue] = []
    at = 0
    while at < len(units):
        cue = _cue_at(units, at) if units[at].reaches else None
        if cue is None:
            at += 1
        else:
            found.append(cue)
            at = max(cue.last, at + 1)
    return found


def _cue_at(units: Sequence[Unit], at: int) -> Cue | None:
    unit = units[at]
    outcome = unit.has("outcome")
    if outcome is not None and _is_call(units, at, at + outcome.length):
        return Cue(at, at, "noun", "call")
    lengths = [
        (reach.length, style)
        for style in ("from_them", "follow", "remind", "task", "stay", "done", "noun", "plain")
        if (reach := unit.has(style)) is not None
    ]
    for _, style in sorted(lengths, key=lambda pair: -pair[0]):
        reach = unit.has(style)
        assert reach is not None  # noqa: S101 - it was just there
        cue = Cue(at, at + reach.length, style, reach.sense.value, reach.sense.pronoun)  # type: ignore[arg-type]
        good = _CHECKS[style](units, cue)
        if good is not None:
            return good
    return None


def _is_call(units: Sequence[Unit], at: int, end: int) -> bool:
    """``vm left for Deepa``, ``no answer from Acme``, ``Acme not answering``: a call, told by how it ended alone."""
    before = _left(units, at)[0]
    if before == "clear" and next_is_name(units, end):
        return True
    if (
        before == "clear"
        and units[at].stop
        and units[at].stop in "-:,،"
        and all(_names_somebody(unit) for unit in units[:at])
    ):
        before = "name"  # ``Palm Clinic - no answer x3``
    ended = end >= len(units) or bool(units[end].stop) or units[end].folded in _AGAIN
    return before == "name" and end - at > 1 and ended


def _names_somebody(unit: Unit) -> bool:
    return unit.kind in ("name", "phone", "email") or unit.has("link", "beside") is not None


def _left(units: Sequence[Unit], at: int) -> tuple[str, bool]:
    """What stands between the last boundary and ``at``: ``clear``, ``name`` or ``other``; and whether a log was asked for."""
    kind, asked = "clear", False
    place = at
    while place > 0 and not units[place].stop:
        place -= 1
        unit = units[place]
        if unit.kind == "name" or unit.kind in ("phone", "email"):
            kind = "name"
        elif unit.has("log") is not None:
            asked = True
        elif not (unit.is_time or unit.has("opener", "link", "beside") is not None or _reached_over(units, place)):
            return "other", asked
    return kind, asked


def _reached_over(units: Sequence[Unit], at: int) -> bool:
    """Whether the unit lies inside a longer opener that began before it."""
    return any(
        (reach := units[back].has("opener", "log")) is not None and reach.length > at - back
        for back in range(max(0, at - 4), at)
    )


def joined_on(units: Sequence[Unit], at: int) -> bool:
    """Whether a clause begins at ``at``: a stop, an ``and``, a glued و, or the start."""
    unit = units[at]
    return at == 0 or bool(unit.stop) or units[at - 1].folded in AND or unglued(unit.folded) != unit.folded


def _done(units: Sequence[Unit], cue: Cue) -> Cue | None:
    kind, asked = _left(units, cue.first)
    explicit = Cue(cue.first, cue.last, cue.style, cue.value, cue.pronoun, explicit=asked)
    if kind != "other":
        return explicit
    before = units[cue.first - 1].folded
    joined = joined_on(units, cue.first)
    if somebody_did(units, cue.first):
        return None
    if before in _OTHERS or (units[cue.first - 1].kind == "name" and not joined):
        return None
    if before in _WE or joined or next_is_name(units, cue.last):
        return explicit
    return None


def _from_them(units: Sequence[Unit], cue: Cue) -> Cue | None:
    kind, _ = _left(units, cue.first)
    return cue if kind != "other" or units[cue.first - 1].folded in _WE else None


def _noun(units: Sequence[Unit], cue: Cue) -> Cue | None:  # noqa: PLR0911, C901 - one line per shape of such a log
    kind, asked = _left(units, cue.first)
    told = Cue(cue.first, cue.last, "noun", cue.value, cue.pronoun, explicit=asked)
    after = units[cue.last] if cue.last < len(units) else None
    if kind == "clear" and asked:
        return told
    ends = after is None or bool(after.stop) or after.is_time or after.has("outcome") is not None
    if kind == "clear":
        if after is None or (ends_with_name(units, cue.last) and cue.value == "email" and not asked):
            return None  # ``ايميل شهد`` is a question for it
        if after.stop:
            return told if after.stop == ":" else None
        if after.kind == "word" and _colon_after_stranger(units, cue.last):
            return told
        if after.folded in _WHOM and units[cue.first].has("plain") is not None:
            return None  # ``call her`` is to be done
        if after.has(*_BESIDE) is not None or after.is_time:
            return told if after.folded not in ("on", "by") else None
        if after.kind == "name" and (units[cue.first].has("plain") is None or _colon_after_names(units, cue.last)):
            return told
        return None
    if kind == "name":
        if (after is None or ends) and not asked and possessed(units[cue.first - 1]) and cue.value != "note":
            return None  # ``Rana's email``
        if after is not None and not ends and not asked and after.folded in _HAPPENS_TO:
            return None
        return told if ends or asked or after.has("starts", *_BESIDE) is not None else None  # type: ignore[union-attr]
    return None


def _colon_after_names(units: Sequence[Unit], at: int) -> bool:
    while at < len(units) and not units[at].stop and (units[at].kind == "name" or units[at].has("link") is not None):
        at += 1
    return at < len(units) and units[at].stop in (":", "-")


def _colon_after_stranger(units: Sequence[Unit], at: int) -> bool:
    """``note Acm: call them``: a name that nobody has, and then what there is to say of it."""
    end = name_ends(units, at, len(units))
    return at < end < len(units) and units[at].text[:1].isupper() and units[end].stop == ":"


_WHOM = frozenset("him her them".split())
WILL = frozenset(
    "will gonna lets going to am im ill well ll plan planning want wanna shall i we راح رح سوف ناوي بدي ابغى ابي عايز عاوز ودي".split()
)


def _plain(units: Sequence[Unit], cue: Cue) -> Cue | None:
    kind, asked = _left(units, _before_will(units, cue.first))
    if kind == "clear" or (kind == "other" and joined_on(units, cue.first) and next_is_name(units, cue.last)):
        return Cue(cue.first, cue.last, "plain", cue.value, cue.pronoun, explicit=asked)
    return None


def _before_will(units: Sequence[Unit], at: int) -> int:
    """Where ``I'm going to`` before a verb begins: what the rep will do is read as the verb alone; what others will do is not."""
    place = at
    while place > 0 and not units[place].stop and units[place - 1].folded in WILL:
        place -= 1
    mine = place == 0 or bool(units[place].stop) or units[place - 1].folded in _WE or units[place - 1].is_time
    return place if mine else at


def _asks_for_none(units: Sequence[Unit], cue: Cue) -> bool:
    """``cancel my follow up with Vertex``, ``خلي متابعة الوفاء الأحد``, ``I should have called``, ``said call him back`` without a time."""
    if moving_before(units, cue.first) or _asked_or_forbidden(units, cue.first):
        return True
    if cue.style == "remind":
        if cue.first and units[cue.first - 1].folded in ("if", "whether"):
            return True
        if units[cue.first].folded == "reminder" and any(unit.has("done") for unit in units[: cue.first]):
            return True  # ``sent Rana a reminder``
        return cue.last < len(units) and units[cue.last].folded == "have"
    whom = cue.style == "follow" and cue.first + 1 < cue.last and units[cue.first + 1].folded in _WHOM
    return whom and not timed(units, cue.last, len(units))


_ASKED = frozenset("who whom which what مين منو متي هل كم".split())
_FORBIDDEN = frozenset("dont never stop لا".split())


def _asked_or_forbidden(units: Sequence[Unit], at: int) -> bool:
    """``who do I need to call``, ``مين لازم اكلم``, ``don't chase``: a question, or an order not to."""
    if at and not units[at].stop and units[at - 1].folded in _FORBIDDEN:
        return True
    while at > 0 and not units[at].stop:
        at -= 1
        if units[at].kind == "word" and units[at].folded in _ASKED:
            return True
    return False


def _next_step(units: Sequence[Unit], cue: Cue) -> Cue | None:  # noqa: PLR0911 - one line per reason that it is none
    if _asks_for_none(units, cue):
        return None
    if units[cue.first].folded == "try" and cue.last - cue.first == 1 and not timed(units, cue.last, cue.last + 1):
        return None
    if cue.first > 0 and not units[cue.first].stop:
        before = units[cue.first - 1]
        if before.folded in _OTHERS and cue.style != "remind":
            return None
        if units[cue.first].folded in SOFT and (before.kind == "name" or before.folded in _OTHERS):
            return None
        if cue.style == "task" and _left(units, cue.first)[0] == "other":
            return None
        after = units[cue.last] if cue.last < len(units) else None
        if (
            cue.style == "follow"
            and before.folded in ("a", "the", "had", "did", "finished")
            and after is not None
            and after.has("noun")
        ):
            return None
    elif cue.style in ("task", "stay") and cue.first > 0:
        return cue
    return cue


_CHECKS = {
    "done": _done,
    "from_them": _from_them,
    "noun": _noun,
    "plain": _plain,
    "follow": _next_step,
    "remind": _next_step,
    "task": _next_step,
    "stay": _next_step,
}


def next_is_name(units: Sequence[Unit], at: int) -> bool:
    """Whether a name stands there, but for links."""
    while at < len(units) and not units[at].stop and units[at].has(*_BESIDE, "opener") is not None:
        at += 1
    return at < len(units) and not units[at].stop and units[at].kind in ("name", "phone", "email")


def timed(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether one of these units tells a time or a recurrence."""
    return any(unit.kind in ("time", "recurrence") for unit in units[first:last])
