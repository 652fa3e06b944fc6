"""A sentence cut into what is to be logged and what is to be followed up, each with the word that says so (its cue)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.reading.sentence.mood import ends_with_name, moving_before, possessed, somebody_did
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
_AND = frozenset("and then also & و ثم بعدين كمان plus".split())
_SOFT = frozenset("need must should have لازم خليني ودي يجب علي".split())
"""They ask for a reminder only where nothing was logged: ``called Acme, need to send the quote`` is a note."""
_HAPPENS_TO = frozenset(
    "moved cancelled canceled postponed delayed shifted scheduled rescheduled is was will would on at تاجل تاجلت تاجلت الغي الغيت صار كان كانت بيكون".split()
)
"""What befalls a meeting, not what was said in it: ``Acme meeting moved to Sunday`` is no log."""
_LEADS = frozenset("please pls plz kindly also then so and just now لو سمحت سمحتي رجاء الرجاء ثم بعدين كمان و".split())
_BESIDE = ("beside", "link")


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


@dataclass(frozen=True, slots=True)
class Segment:
    """Units ``first`` to ``last`` (not included) that belong to a cue."""

    cue: Cue
    first: int
    last: int


def segments(units: Sequence[Unit]) -> list[Segment]:
    """The logs and next steps of a sentence, in order, covering it whole; none where no known verb speaks."""
    cues = _chosen(units, _cues(units))
    found: list[Segment] = []
    for place, (cue, first) in enumerate(cues):
        last = cues[place + 1][1] if place + 1 < len(cues) else len(units)
        found.append(Segment(cue, first if found else 0, last))
    return found


# ---------------------------------------------------------------------------------------------------------------- cues


def _cues(units: Sequence[Unit]) -> list[Cue]:
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
    if before == "clear":
        return _next_is_name(units, end)
    return before == "name" and end - at > 1 and (end >= len(units) or bool(units[end].stop))


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


def _joined_on(units: Sequence[Unit], at: int) -> bool:
    """Whether a clause begins at ``at``: a stop, an ``and``, a glued و, or the start."""
    unit = units[at]
    return at == 0 or bool(unit.stop) or units[at - 1].folded in _AND or unglued(unit.folded) != unit.folded


def _done(units: Sequence[Unit], cue: Cue) -> Cue | None:
    kind, asked = _left(units, cue.first)
    explicit = Cue(cue.first, cue.last, cue.style, cue.value, cue.pronoun, explicit=asked)
    if kind != "other":
        return explicit
    before = units[cue.first - 1].folded
    joined = _joined_on(units, cue.first)
    if somebody_did(units, cue.first):
        return None
    if before in _OTHERS or (units[cue.first - 1].kind == "name" and not joined):
        return None
    if before in _WE or joined or _next_is_name(units, cue.last):
        return explicit
    return None


def _from_them(units: Sequence[Unit], cue: Cue) -> Cue | None:
    kind, _ = _left(units, cue.first)
    return cue if kind != "other" or units[cue.first - 1].folded in _WE else None


def _noun(units: Sequence[Unit], cue: Cue) -> Cue | None:  # noqa: PLR0911 - one line per shape of such a log
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


_WHOM = frozenset("him her them".split())
WILL = frozenset(
    "will gonna lets going to am im ill well ll plan planning want wanna shall i we راح رح سوف ناوي بدي ابغى ابي عايز عاوز ودي".split()
)


def _plain(units: Sequence[Unit], cue: Cue) -> Cue | None:
    kind, asked = _left(units, _before_will(units, cue.first))
    if kind == "clear" or (kind == "other" and _joined_on(units, cue.first) and _next_is_name(units, cue.last)):
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
    if moving_before(units, cue.first):
        return True
    if cue.style == "remind":
        if cue.first and units[cue.first - 1].folded in ("if", "whether"):
            return True
        if units[cue.first].folded == "reminder" and any(unit.has("done") for unit in units[: cue.first]):
            return True  # ``sent Rana a reminder``
        return cue.last < len(units) and units[cue.last].folded == "have"
    whom = cue.style == "follow" and cue.first + 1 < cue.last and units[cue.first + 1].folded in _WHOM
    return whom and not _timed(units, cue.last, len(units))


def _next_step(units: Sequence[Unit], cue: Cue) -> Cue | None:  # noqa: PLR0911 - one line per reason that it is none
    if _asks_for_none(units, cue):
        return None
    if units[cue.first].folded == "try" and cue.last - cue.first == 1 and not _timed(units, cue.last, cue.last + 1):
        return None
    if cue.first > 0 and not units[cue.first].stop:
        before = units[cue.first - 1]
        if before.folded in _OTHERS and cue.style != "remind":
            return None
        if units[cue.first].folded in _SOFT and (before.kind == "name" or before.folded in _OTHERS):
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


def _next_is_name(units: Sequence[Unit], at: int) -> bool:
    while at < len(units) and not units[at].stop and units[at].has(*_BESIDE, "opener") is not None:
        at += 1
    return at < len(units) and not units[at].stop and units[at].kind in ("name", "phone", "email")


# ------------------------------------------------------------------------------------------------------------- choosing


def _chosen(  # noqa: C901 - what comes before decides what a cue opens, case by case
    units: Sequence[Unit], cues: Sequence[Cue]
) -> list[tuple[Cue, int]]:
    """The cues that open a segment of their own, with the unit at which it begins."""
    logged = any(cue.style in ("done", "from_them", "noun") for cue in cues)
    open_: list[tuple[Cue, int]] = []
    for cue in cues:
        begins = _begins(units, cue)
        last = open_[-1][0] if open_ else None
        if not cue.logs:
            if logged and units[cue.first].folded in _SOFT:
                continue
            if last is None or last.logs:
                if last is not None and last.style in ("noun", "plain") and not _was_a_log(units, open_[-1], begins):
                    open_[-1] = (cue, open_[-1][1])
                    continue
                open_.append((cue, begins))
            elif (
                _joined_on(units, begins) and _timed(units, last.last, begins) and _timed(units, cue.first, len(units))
            ):
                open_.append((cue, begins))
            continue
        if last is None:
            open_.append((cue, begins))
        elif not last.logs:
            if cue.style != "plain" and units[begins].stop in (".", "\n", ";", ",", "؛", "،", "-", "!"):
                open_.append((cue, begins))
        elif _stronger(cue, last):
            open_[-1] = (cue, open_[-1][1])
        elif (
            cue.style != "plain"
            and last.style != "plain"
            and _own_name(units, cue, begins)
            and (_joined_on(units, begins) or units[begins].folded in _AND)
            and (units[begins].stop in ("\n", ".") or _somebody_else(units, last, cue))
        ):
            open_.append((cue, begins))
    return open_


def _stronger(cue: Cue, last: Cue) -> bool:
    """``quick note from the road. Today I visited …``: a verb beats a noun that names nobody."""
    order = {"plain": 0, "noun": 1, "from_them": 2, "done": 2}
    return order[cue.style] > order[last.style] and not last.explicit


def _was_a_log(units: Sequence[Unit], opened: tuple[Cue, int], until: int) -> bool:
    """Whether a noun or plain verb before ``follow up`` is a log: it names somebody or was asked for."""
    cue, first = opened
    return (
        cue.explicit
        or any(unit.kind in ("name", "phone", "email") for unit in units[first:until])
        or (cue.style == "noun" and cue.last < until)
    )


def _timed(units: Sequence[Unit], first: int, last: int) -> bool:
    return any(unit.kind in ("time", "recurrence") for unit in units[first:last])


def _own_name(units: Sequence[Unit], cue: Cue, begins: int) -> bool:
    return _next_is_name(units, cue.last) or any(unit.kind == "name" for unit in units[begins : cue.first])


def _name_near(units: Sequence[Unit], cue: Cue) -> Unit | None:
    """The first name beside a cue."""
    beside = (*units[cue.last : cue.last + 4], *reversed(units[max(0, cue.first - 4) : cue.first]))
    return next((unit for unit in beside if unit.kind == "name"), None)


def _somebody_else(units: Sequence[Unit], one: Cue, other: Cue) -> bool:
    """Whether two verbs are about different customers, or different people of one (``emailed Rana and called Ziad``)."""
    mine, theirs = _name_near(units, one), _name_near(units, other)
    if mine is None:
        return False
    if theirs is None:
        return True
    mine_best, other_best = mine.found.candidates[0], theirs.found.candidates[0]
    if mine_best.record == other_best.record == "contact":
        return bool(mine_best.id != other_best.id)
    return not (_customers(mine) & _customers(theirs))


def _customers(unit: Unit) -> set[int]:
    return {m.customer_id if m.customer_id is not None else m.id for m in unit.found.candidates[:2]}


def _begins(units: Sequence[Unit], cue: Cue) -> int:
    """Where the cue's clause begins: times and openers before it belong to it back to a stop, an ``and`` or the start."""
    place = cue.first
    reached = place
    while place > 0 and not units[place].stop:
        place -= 1
        unit = units[place]
        if unit.folded in _AND:
            return place
        if (
            unit.is_time
            or unit.has("opener", "log", "link", "priority") is not None
            or (cue.logs and unit.kind == "name")
        ):
            if (
                place == 0
                or unit.stop
                or (
                    not unit.is_time and (unit.folded in _LEADS or (cue.logs and unit.has("opener", "log") is not None))
                )
            ):
                reached = place
            if unglued(unit.folded) != unit.folded:
                return place
        else:
            break
    return reached
