"""What a rep types while a question is open, as the answer to it: a number, a label, a name, a time, an amount, a text.

``typed`` gives the answer in the same JSON that the question's buttons carry; None where the text is no answer, so that it
may be a new command. ``settled`` puts an answer into the unfinished sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.kinds.party import Party
from bot.kinds.rep_name import RepName
from bot.kinds.when import When
from bot.language.normalise import fold, words
from bot.language.numbers import read_number
from bot.reading.doubts import (
    Ambiguous,
    Candidate,
    Doubt,
    Impossible,
    Missing,
    Past,
    TooFar,
    Unknown,
    Unsure,
    Vague,
    candidate_from_json,
)
from bot.reading.draft import New, Pending
from bot.reading.sentence.strangers import may_be_a_name
from bot.reading.words.senses import means
from core.customers.names import certain
from core.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.desk import Desk
    from bot.reading.draft import Reading
    from bot.reading.times import Calendar
    from bot.talking.asking import Choice
    from core.customers.names import Match

_NO = frozenset(map(fold, ("none", "none of these", "cancel", "no", "discard", "never mind", "nevermind", "forget it", "stop", "skip",
                           "ولا واحد", "الغاء", "إلغاء", "لا", "تجاهل", "خلاص", "انس", "انسى", "تخط", "لا شيء")))  # fmt: skip
_YES = frozenset(map(fold, ("yes", "y", "ok", "okay", "sure", "yep", "create", "create it", "yes please", "right",
                            "نعم", "اي", "ايوه", "أيوة", "اه", "تمام", "اوكي", "أنشئه", "صح")))  # fmt: skip
_FILLERS = frozenset(map(fold, ("the", "one", "at", "from", "of", "in", "a", "it's", "its", "with", "for", "i", "mean", "meant",
                                "اللي", "الي", "حق", "من", "في", "مع", "شركة", "اقصد", "قصدي", "تبع", "بتاع", "عند")))  # fmt: skip
_EXACT = ("exact", "alias")
_AROUND = " .!,؟?،‹›"
_SURE = 90.0
_CLEAR_OF = 15.0
_MOST_BESIDE_A_TIME = 2
"""More words beside a time are another sentence (``Rana is ill until Sunday``), not the answer to when."""
_LONGEST_NAME = 10
"""A text of more words is not looked for among the names."""
_AMONG_CLEAR = 6.0
"""Among a few candidates a smaller lead decides: the rep names one of them."""


def chosen(text: str, choices: Sequence[Choice], *, numbered: bool = True) -> dict[str, Any] | None:
    """The answer of the button that a number or label names, or that yes and no stand for; None where there is none.

    ``numbered``: a number counts through the buttons. Among the days of a month it is a day's own label.
    """
    said = fold(text).strip(_AROUND)
    spoken = [word.text for word in words(text)]
    number = read_number(spoken, 0) if spoken else None
    if (
        numbered
        and number is not None
        and number[1] == len(spoken)
        and number[0] == int(number[0])
        and 1 <= number[0] <= len(choices)
    ):
        return choices[int(number[0]) - 1].answer
    for choice in choices:
        if fold(choice.label).strip(_AROUND) == said:
            return choice.answer
    if said in _NO or means(said, "no"):
        return next((choice.answer for choice in choices if "drop" in choice.answer), None)
    if said in _YES or means(said, "yes"):
        aside = ("drop", "again", "none", "month", "day", "back", "form")
        meant = [choice.answer for choice in choices if not any(key in choice.answer for key in aside)]
        return meant[0] if len(meant) == 1 else None
    return None


def typed(
    text: str, doubt: Doubt, desk: Desk, calendar: Calendar, *, surely: bool, another: bool = False
) -> dict[str, Any] | None:
    """The answer that a text is to that doubt. ``surely``: only what cannot be anything else (asked before it is taken for a command).

    ``another``: it reads as a command of its own (``who is Haddad``), so what only sounds like one of the names is none.
    """
    kind = doubt.kind if isinstance(doubt, Missing) else ""
    answer: dict[str, Any] | None = None
    if isinstance(doubt, Past | Vague | TooFar | Impossible) or kind == "when":
        answer = _when(text, doubt, calendar, surely=surely)
    elif kind == "amount":
        answer = _amount(text, desk)
    elif kind == "text":
        answer = None if surely else {"text": text.strip()}
    elif kind == "rep" or doubt.field == "rep":
        answer = _rep(text, desk)
    elif (
        isinstance(doubt, Ambiguous)
        and (one := _among(text, doubt.candidates) or (None if another else _sounding(text, doubt, desk))) is not None
    ):
        answer = _candidate(one)
    elif surely and _is_a_sentence(text):
        return None
    elif isinstance(doubt, Ambiguous | Unknown | Unsure | Missing) and kind != "record":
        answer = _named(text, desk, surely=surely)
    return answer


def named_by(reading: Reading, doubt: Doubt) -> dict[str, Any] | None:
    """The record that a bare name, phone or e-mail was read to (``Omar at Globex``, ``0501234567``), where one is asked for."""
    asks_whom = isinstance(doubt, Ambiguous | Unknown | Unsure) or (
        isinstance(doubt, Missing) and doubt.kind not in ("record", "when", "amount", "text", "rep")
    )
    values = reading.drafts[0].values if reading.bare and len(reading.drafts) == 1 else {}
    told = values.get("contact") or values.get("customer")
    if not asks_whom or not isinstance(told, Party):
        return None
    if isinstance(doubt, Ambiguous) and any(each.record not in ("customer", "contact") for each in doubt.candidates):
        return None
    customer = values.get("customer") if told.record == "contact" else None
    return _candidate(Candidate(told.record, told.id, told.name, customer=customer))


def settled(pending: Pending, doubt: Doubt, answer: dict[str, Any]) -> Pending:
    """The sentence with that answer in it. Raises ValueError for an answer of no known shape."""
    if "doubt" in answer:
        return _asked_anew(pending, doubt, answer["doubt"])
    for key, value_of in _VALUES.items():
        if key in answer:
            return pending.settle(doubt, value_of(answer[key]))
    msg = f"no answer: {sorted(answer)}"
    raise ValueError(msg)


_VALUES: dict[str, Callable[[Any], Any]] = {
    "candidate": candidate_from_json,
    "new": lambda told: New(told["name"], told.get("contact", "")),
    "when": When.from_json,
    "rep": RepName.from_json,
    "amount": Money.from_json,
    "text": str,
    "none": lambda _: None,
}
"""How each shape of answer becomes the value that settles a doubt."""


def _asked_anew(pending: Pending, doubt: Doubt, told: dict[str, Any]) -> Pending:
    from dataclasses import replace

    from bot.reading.doubts import doubt_from_json

    anew = doubt_from_json(told)
    anew = anew if anew.field else anew.about(doubt.field)  # who answers knows the words, not the field
    drafts = tuple(
        replace(draft, doubts=tuple(anew if each == doubt else each for each in draft.doubts))
        for draft in pending.drafts
    )
    return replace(pending, drafts=drafts)


def _when(text: str, doubt: Doubt, calendar: Calendar, *, surely: bool) -> dict[str, Any] | None:
    from bot.reading import times
    from bot.talking.asking import PAST_FIELDS

    spans = times.find_times(text, calendar, [])
    found = [span for span in spans if isinstance(span, times.TimeSpan)]
    if not found:
        return None
    span = found[0]
    rest = fold(text[: span.start] + " " + text[span.end :]).split()
    more = [word for word in rest if word not in _FILLERS]
    if more and (surely or len(more) > _MOST_BESIDE_A_TIME):
        return None
    when = times.for_log(span, calendar) if doubt.field in PAST_FIELDS else times.for_follow_up(span, calendar)
    if isinstance(when, Doubt):
        return {"doubt": when.about(doubt.field).to_json()}
    told = when if isinstance(when, When) else When(at=when)
    return {"when": told.to_json()}


def _amount(text: str, desk: Desk) -> dict[str, Any] | None:
    from bot.reading.quantities import find_amounts

    found = find_amounts(text, desk.crm.workspace.currency, [])
    if not found:
        return None
    return {"amount": {"amount": str(found[0].amount), "currency": found[0].currency or desk.crm.workspace.currency}}


def _rep(text: str, desk: Desk) -> dict[str, Any] | None:
    found = desk.crm.team.rep_named(text.strip())
    return {"rep": {"id": found.id, "name": found.name}} if found is not None else None


def _among(text: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """The one candidate whose name or customer has all the words that were said, letter for letter or as a beginning."""
    said = [word for word in (each.folded for each in words(text)) if word not in _FILLERS]
    if not said:
        return None
    fitting = [candidate for candidate in candidates if _has_all(said, candidate)]
    exact = [candidate for candidate in fitting if fold(candidate.name) == fold(text)]
    if len(exact) == 1:
        return exact[0]
    return fitting[0] if len(fitting) == 1 else None


def _sounding(text: str, doubt: Ambiguous, desk: Desk) -> Candidate | None:
    """The one candidate that the name index finds clearly first: another script's spelling (منى صالح), a slip of typing."""
    if _is_a_sentence(text):
        return None
    found: dict[tuple[str, int], float] = {
        (match.record, match.id): match.score for match in desk.crm.names.find(text.strip(), limit=10)
    }
    scored = sorted(
        ((found.get((each.record, each.id), 0.0), each) for each in doubt.candidates), key=lambda pair: -pair[0]
    )
    if not scored or scored[0][0] <= 0.0:
        return None
    rival = scored[1][0] if len(scored) > 1 else 0.0
    return scored[0][1] if scored[0][0] - rival >= _AMONG_CLEAR else None


def _has_all(said: Sequence[str], candidate: Candidate) -> bool:
    names = f"{candidate.name} {candidate.customer.name if candidate.customer else ''}"
    have = [word.folded for word in words(names)]
    return all(any(word.startswith(part) for word in have) for part in said)


def _is_a_sentence(text: str) -> bool:
    """Whether it has more words than a name has: it need not be looked for among the names."""
    return len(text.split()) > _LONGEST_NAME


def _without_fillers(text: str) -> str:
    """``the Globex one`` as ``Globex``; a text of nothing but such words stays as it is."""
    spoken = words(text)
    kept = [at for at, word in enumerate(spoken) if word.folded not in _FILLERS]
    return text[spoken[kept[0]].start : spoken[kept[-1]].end] if kept else text


def _named(text: str, desk: Desk, *, surely: bool) -> dict[str, Any] | None:
    """A record by its name: a good single match settles; several are asked about, none is unknown."""
    found = desk.crm.names.find(text.strip(), limit=5)
    if not certain(found) and (meant := _without_fillers(text)) != text.strip() and desk.crm.names.find(meant, limit=1):
        return _named(meant, desk, surely=surely)
    exact = [match for match in found if match.how in _EXACT]
    sure = certain(found) or (exact[0] if len(exact) == 1 else None)
    if (
        sure is not None and (not surely or sure.how in _EXACT) and (sure.how in _EXACT or may_be_a_name(text))
    ):  # an exact name beats a longer one that contains it
        return _candidate(as_candidate(sure, desk))
    return None if surely else _likely_named(text, found, exact, desk)


def _likely_named(text: str, found: Sequence[Match], exact: Sequence[Match], desk: Desk) -> dict[str, Any] | None:
    likely = may_be_a_name(text)
    if (
        found
        and likely
        and (len(found) == 1 or found[0].score - found[1].score >= _CLEAR_OF)
        and found[0].score >= _SURE
    ):
        return _candidate(as_candidate(found[0], desk))
    said = text.strip()
    if not likely and not exact:
        return None  # ``the kids are sick`` while a name is asked for
    if found:
        candidates = tuple(as_candidate(match, desk) for match in (exact or found))
        return {"doubt": Ambiguous(said=said, candidates=candidates).to_json()}
    return {"doubt": Unknown(said=said, creating=True).to_json()}


def as_candidate(match: Match, desk: Desk) -> Candidate:
    """A match with the customer whom a contact belongs to. Raises NotFound."""
    customer = None
    if match.record == "contact" and match.customer_id:
        row = desk.crm.customers.get(match.customer_id)
        customer = Party("customer", row.id, row.name)
    return Candidate(
        record=match.record, id=match.id, name=match.name, score=match.score, how=match.how, customer=customer
    )


def _candidate(candidate: Candidate) -> dict[str, Any]:
    told: dict[str, Any] = {"record": candidate.record, "id": candidate.id, "name": candidate.name}
    if candidate.customer is not None:
        told["customer"] = candidate.customer.to_json()
    return {"candidate": told}
