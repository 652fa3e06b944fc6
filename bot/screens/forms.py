"""Forms: what each asks for, what stands in it already, and the command that it comes to when it is saved.

What a form is about (the message to log, the follow-up to move, where the answer goes) is kept under its token, which is the rep's
own and expires like a button; the wire carries nothing of it. A customer is chosen by id and read through the one visibility
function again when the form comes back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.command import Command, commands_by_name
from bot.delivering.outgoing_kept import place_from_json, place_to_json
from bot.kinds.party import Party
from bot.kinds.ref import Ref
from bot.kinds.when import When
from bot.messages import Filled, Wants
from bot.says import screens as says
from bot.screens.shapes import Blank, Form
from core.errors import NotFound

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.language.words import Words
    from core.crm import Crm

MOST_TEXT = 3000
"""Characters that a blank holds (Slack's limit of an input); a longer message is cut there and kept whole beside it."""
LIVES = timedelta(days=1)
KINDS = ("note", "call", "meeting", "visit", "email", "message")


@dataclass(frozen=True, kw_only=True)
class About:
    """What a form is about. ``form`` is its name; ``board`` is true where the answer goes to the rep's board."""

    form: str
    board: bool = False
    text: str = ""
    author: str = ""
    link: str = ""
    written_at: datetime | None = None
    on: str | None = None
    follow_up: Ref | None = None
    key: str = ""
    """Of the question that it answers (``when``)."""
    where: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        told = {key: value for key, value in vars(self).items() if value not in (None, "", False, {})}
        if self.written_at is not None:
            told["written_at"] = self.written_at.isoformat()
        if self.follow_up is not None:
            told["follow_up"] = self.follow_up.to_json()
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> About:
        """Read back what ``to_json`` wrote."""
        at, ref = told.get("written_at"), told.get("follow_up")
        kept: dict[str, Any] = told | {
            "written_at": datetime.fromisoformat(at) if at else None,
            "follow_up": Ref.from_json(ref) if ref else None,
        }
        return cls(**kept)


def about_message(wants: Wants) -> About:
    """What a form that was asked for is about."""
    return About(
        form=wants.form,
        text=wants.text,
        author=wants.author,
        link=wants.link,
        written_at=wants.written_at,
        on=wants.on,
    )


def form_for(desk: Desk, about: About) -> Form:
    """The form, with what is known filled in. Raises KeyError for a form that is not there any more."""
    kept = replace(about, where=place_to_json(desk.place))
    token = desk.crm.buttons.make(
        {"form": kept.to_json()}, rep_id=desk.rep.id, place=desk.place.key, label=about.form, lives=LIVES
    )
    title, save, blanks = {"log": _log, "find": _find, "customer": _customer, "move": _move, "when": _move}[about.form](
        desk, about
    )
    return Form(
        title=desk.word(title),
        save=desk.word(save),
        leave=desk.word(says.CANCEL),
        blanks=tuple(blanks),
        token=token,
        missing=desk.word(says.MISSING),
    )


def _log(desk: Desk, about: About) -> tuple[Words, Words, list[Blank]]:
    from bot.commands.working.shown import KIND_NAMES

    party = _guessed(desk, about.text)
    blanks = [
        Blank(
            name="customer",
            label=desk.word(says.CUSTOMER),
            fill="customer",
            value=str(party.id) if party else "",
            shown=party.name if party else "",
        ),
        Blank(
            name="kind",
            label=desk.word(says.KIND),
            fill="choice",
            value="note" if about.text else "call",
            choices=tuple((kind, desk.word(KIND_NAMES[kind])) for kind in KINDS),
        ),
        Blank(name="note", label=desk.word(says.NOTE), fill="text", value=_shown_text(about.text)),
        Blank(name="day", label=desk.word(says.FOLLOW_UP_ON), fill="day", optional=True),
        _hour(desk, says.FOLLOW_UP_AT),
    ]
    if about.link:
        blanks.append(Blank(name="link", label=desk.word(says.ADD_LINK), fill="tick", value="yes", optional=True))
    return (says.LOG_TO_CRM if about.text else says.LOG_NEW), says.SAVE, blanks


def _find(desk: Desk, about: About) -> tuple[Words, Words, list[Blank]]:
    del about
    return says.FIND, says.OPEN, [Blank(name="customer", label=desk.word(says.CUSTOMER), fill="customer")]


def _customer(desk: Desk, about: About) -> tuple[Words, Words, list[Blank]]:
    blanks = [Blank(name="name", label=desk.word(says.NAME), fill="line", value=about.text)]
    rest = (("city", says.CITY), ("phone", says.PHONE), ("email", says.EMAIL))
    blanks += [Blank(name=name, label=desk.word(words), fill="line", optional=True) for name, words in rest]
    return says.NEW_CUSTOMER, says.SAVE, blanks


def _move(desk: Desk, about: About) -> tuple[Words, Words, list[Blank]]:
    del about
    tomorrow = (desk.now + timedelta(days=1)).date()
    day = Blank(name="day", label=desk.word(says.DAY), fill="day", value=tomorrow.isoformat())
    return says.PICK_A_DATE, says.SAVE, [day, _hour(desk, says.HOUR)]


def _hour(desk: Desk, label: Words) -> Blank:
    starts: time = desk.rep.work_starts
    return Blank(name="hour", label=desk.word(label), fill="time", value=f"{starts:%H:%M}", optional=True)


def _shown_text(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"


def _guessed(desk: Desk, text: str) -> Party | None:
    """The one customer whom the text names; several, or none, leave it open."""
    found: dict[int, Party] = {}
    for span in desk.crm.names.scan(text[:MOST_TEXT]) if text else ():
        if span.common_word or not span.candidates:
            continue
        best = span.candidates[0]
        equal = [each for each in span.candidates if each.score == best.score]
        ids = {each.id if each.record == "customer" else each.customer_id for each in equal}
        customer_id = ids.pop() if len(ids) == 1 else None
        if customer_id is None:
            return None
        found[customer_id] = Party("customer", customer_id, desk.crm.customers.get(customer_id).name)
    return next(iter(found.values())) if len(found) == 1 else None


# -- filled in -----------------------------------------------------------------------------------------------------------


def about_of(crm: Crm, filled: Filled, rep_id: int) -> About | None:
    """What a form that came back is about; None where its token is not the rep's or has expired."""
    button = crm.buttons.get(filled.token, rep_id=rep_id)
    if button is None or "form" not in button.command:
        return None
    return About.from_json(button.command["form"])


def placed(filled: Filled, about: About | None) -> Filled:
    """The same with the place where it was opened, which is where its answer goes."""
    return filled if about is None or not about.where else replace(filled, place=place_from_json(about.where))


def command_of(desk: Desk, about: About, blanks: dict[str, str]) -> Command:
    """What a form comes to. Raises NotFound for a customer whom the rep may not see, ValueError for what no form sends."""
    make: dict[str, Any] = dict(commands_by_name())
    if about.form == "find":
        return make["look_up"](customer=_chosen(desk, blanks))  # type: ignore[no-any-return]
    if about.form == "customer":
        told = {key: blanks.get(key, "").strip() for key in ("city", "phone", "email")}
        return make["add_customer"](customer_name=blanks["name"].strip(), **told)  # type: ignore[no-any-return]
    if about.form == "move":
        return make["move_follow_up"](follow_up=about.follow_up, when=when_of(desk, blanks))  # type: ignore[no-any-return]
    happened = When(at=about.written_at.astimezone(desk.zone)) if about.written_at is not None else None
    if blanks.get("kind", "note") not in KINDS:
        raise ValueError("a kind that no form has")
    return make["log_interaction"](  # type: ignore[no-any-return]
        kind=blanks.get("kind", "note"),
        customer=_chosen(desk, blanks),
        summary=_note(about, blanks),
        happened=happened,
        follow_up=when_of(desk, blanks),
    )


def _note(about: About, blanks: dict[str, str]) -> str:
    note = blanks.get("note", "")
    note = about.text if about.text and note == _shown_text(about.text) else note
    source = " · ".join(part for part in (about.author, about.link if blanks.get("link") else "") if part)
    return f"{note}\n{source}".strip() if source else note.strip()


def _chosen(desk: Desk, blanks: dict[str, str]) -> Party:
    if not blanks["customer"].isdecimal():
        raise NotFound("customer", blanks["customer"][:40])
    row = desk.crm.customers.get(int(blanks["customer"]))
    return Party("customer", row.id, row.name)


def when_of(desk: Desk, blanks: dict[str, str]) -> When | None:
    """The day and hour of a form; None without a day, all day without an hour. Raises ValueError for what is no date."""
    if not blanks.get("day"):
        return None
    day = date.fromisoformat(blanks["day"])
    if not blanks.get("hour"):
        return When(day=day)
    return When(at=datetime.combine(day, time.fromisoformat(blanks["hour"]), tzinfo=desk.zone))
