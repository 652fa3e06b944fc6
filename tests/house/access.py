"""The access matrix: what each role may do where, told from the commands and the table of permissions, and tried out for real.

``access_page`` writes ``docs/access.md`` from what is declared: the permission of each command, whether its answer is personal, and
the two short tables below. ``tried`` runs the command as that person in that place and tells what happened; the house test
compares the two, so a command without a row, or with a wrong one, fails the build. Source: RELIABILITY.md SEC5, SEC6; READING.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from sqlmodel import select

from bot.assistant import private_place
from bot.command import Command, commands_by_name, discover
from bot.delivering.announcing import SHARED, is_shared, subscribe
from bot.desk import Desk
from bot.kinds.ref import Ref
from bot.language.normalise import clean
from bot.messages import Place
from bot.reading.reader import read
from bot.says.errors import worded
from bot.talking import carrying_out
from bot.talking.context import calendar_of, context_of
from bot.talking.hearing import Hearing
from bot.talking.posting import Posting
from bot.talking.talk import talk_of
from core.clock import MovableClock
from core.crm import Office
from core.database import Database
from core.errors import CoreError, NotAllowed, NotFound
from core.talking.rows import OutboxRow
from core.team.permissions import PERMISSIONS
from tests.conftest import NOW
from tests.road.stage import Road

Verdict = Literal["yes", "no"]
Where = Literal["here", "in private"]
OWNERS_ONLY = frozenset({
    "accept_request", "cancel_follow_up", "change_deal", "correct", "decline_request", "delete_record", "finish_follow_up", "give_customer", "lose_deal", "move_deal",
    "move_follow_up", "wait_for", "win_deal",
})  # fmt: skip
"""What only the owner, a manager or an admin may do (READING.md): the owner of a customer, deletion, the stage and amount of a deal,
what another rep promised or wrote (a promise of others is "not found", as one that is not there)."""
ANSWERED_IN_PRIVATE = frozenset({"export_person", "export_records", "invite_rep", "link", "practise"})
"""Not personal by itself, but the answer asks something, is a file, or is a code: it comes in private all the same."""
MANAGERS_DO_IT_ELSEWHERE = frozenset({"export_records"})
"""A rep is offered one's own instead of everything."""
SECRETS = ("+966501239999", "hush@acme.example", "77,777", "canarynote", "canarysaid", "canarytitle", "hushprivate")
"""Planted in the notebook; no example says them."""
ROLES = {"Lina": "rep", "Omar": "rep", "Huda": "manager", "Adam": "admin"}


@dataclass
class Tried:
    """What happened: whether it was allowed, where the answer went, and what a group read."""

    allowed: Verdict
    where: Where
    in_group: str
    in_private: str


class Unwanted(Exception):
    """Takes everything back that was tried."""


@dataclass
class Trial:
    """A notebook in which everything can be tried again and again."""

    folder: Path
    road: Road = field(init=False)
    commands: dict[str, Command] = field(init=False)
    count: int = 1_000_000

    def __post_init__(self) -> None:
        """Fill it: Lina's customers, promises and deals, a shared group, an admin."""
        database = Database(f"sqlite:///{self.folder}/access.db")
        database.create_tables()
        clock = MovableClock(NOW)
        self.road = Road(Office(database, clock), clock)
        with self.road.office.open(None, doing="given") as crm:
            adam = crm.team.add_rep("Adam", "admin", "en", "Asia/Riyadh")
            crm.team.link(crm.team.invite(adam.id), "telegram", "acme", "u-adam", "dm-u-adam")
            gone = crm.team.add_rep("Dina", "admin", "en", "Asia/Riyadh")
            crm.team.link(crm.team.invite(gone.id), "telegram", "acme", "u-dina", "dm-u-dina")
            crm.team.disable(gone.id)
        with self.road.office.open(adam.id, doing="given") as crm:
            subscribe(
                Desk(crm, place_of("group", "adam", shared=True)),
                SHARED,
                place_of("group", "adam", shared=True),
                on=True,
            )
        with self.road.office.open(None, doing="given") as crm:
            lina = crm.team.rep_named("Lina")
            assert lina is not None
            crm.act_as(lina)
            acme = crm.customers.add("Acme", city="Riyadh", phone=SECRETS[0], email=SECRETS[1], notes=SECRETS[3])
            crm.contacts.add("Sara Haddad", acme.id, phone="+966501234567", email="sara@acme.com")
            crm.customers.add("Acme Holding", sure=True)
            globex = crm.customers.add("Globex", city="Jeddah")
            crm.contacts.add("Omar Nasser", globex.id)
            noor = crm.customers.add("شركة النور")
            crm.contacts.add("أحمد سالم", noor.id)
            crm.interactions.log(kind="call", customer_id=acme.id, summary=SECRETS[4])
            crm.interactions.log(kind="note", customer_id=acme.id, summary=SECRETS[6], private=True)
        for said in (
            "follow up with Acme tomorrow at 10 canarytitle",
            "follow up with Globex tomorrow at 11",
            "follow up with Globex tomorrow at 12",
            "deal Acme 77,777",
            "tag Acme vip",
            "tag Acme مهم",
            "my follow-ups",
            "log call with Acme, wants a quote",
        ):
            assert self.road.say("lina", said).outcome == "done", said
        self.commands = {kind.name(): self._command(kind) for kind in discover()}
        # its example speaks of a list of deals, the last one shown here is of promises
        self.commands["set_next_step"] = self.commands["set_next_step"].but(ref=Ref("deal", 1, "Acme"))

    def _command(self, kind: type[Command]) -> Command:
        """The command of its example, as Lina would have said it; what it would ask for first is taken as agreed to."""
        place = place_of("dm", "lina")
        with self.road.office.read(self._rep("Lina")) as crm:
            desk = Desk(crm, place, said=kind.example.en)
            talk = talk_of(crm, place, desk.rep.id)
            reading = read(clean(kind.example.en), context_of(desk, talk, calendar_of(desk)))
            built = [draft.build() for draft in reading.drafts if draft.command is kind]
        return built[0] if built else kind()

    def _rep(self, name: str) -> int:
        with self.road.office.read(None) as crm:
            rep = crm.team.rep_named(name)
        assert rep is not None
        return rep.id

    def tried(self, name: str, who: str, place: Place, *, agreed: bool = True) -> Tried:
        """Carry a command out as somebody in a place, look at what went where, and take it all back."""
        command = self.commands[name]
        if agreed and hasattr(command, "sure"):
            command = command.but(sure=True)
        refusals: list[CoreError] = []

        def spied(error: CoreError, voice: Any) -> Any:
            refusals.append(error)
            return worded(error, voice)

        self.count += 1
        found: list[Tried] = []
        try:
            with (
                self.road.office.open(self._rep(who), doing="trial") as crm,
                patch.object(carrying_out, "worded", spied),
            ):
                crm.transaction.overheard = not place.private and is_shared(crm, place)
                desk = Desk(crm, place, said=type(command).example.en)
                talk = talk_of(crm, place, desk.rep.id)
                heard = Hearing(desk, talk, key="trial").press(command)
                posting = Posting(crm, desk, self.count, private_place(crm, desk.rep, place))
                posting.answer(heard)
                crm.transaction.session.flush()
                rows = [row for row in _rows(crm.transaction.session) if row.dedupe_key.startswith(f"in:{self.count}:")]
                in_group = [str(row.payload) for row in rows if not row.address["private"]]
                in_private = [str(row.payload) for row in rows if row.address["private"]]
                allowed: Verdict = "no" if any(isinstance(one, NotAllowed | NotFound) for one in refusals) else "yes"
                where: Where = "here" if place.private or not in_private else "in private"
                found.append(Tried(allowed, where, "\n".join(in_group), "\n".join(in_private)))
                raise Unwanted
        except Unwanted:
            pass
        return found[0]


def _rows(session: Any) -> Iterator[OutboxRow]:
    yield from session.exec(select(OutboxRow))


def place_of(kind: Literal["dm", "group"], who: str, *, shared: bool = False) -> Place:
    """A direct chat, or one of the two groups."""
    if kind == "dm":
        return Place(platform="telegram", workspace="acme", chat_id=f"dm-u-{who.lower()}")
    return Place(platform="telegram", workspace="acme", chat_id="shared-group" if shared else "group", private=False)


def allowed(name: str, who: str) -> Verdict:
    """What is declared: the permission of the command, and whose it is."""
    permitted = ROLES[who] in PERMISSIONS[commands_by_name()[name].permission]
    if who == "Omar" and name in OWNERS_ONLY:
        return "no"
    return "yes" if permitted else "no"


def where(name: str, *, shared: bool) -> Where:
    """What is declared: where the answer to something said in a group comes."""
    if name in ANSWERED_IN_PRIVATE:
        return "in private"
    return "in private" if commands_by_name()[name].personal and not shared else "here"


def access_page() -> str:
    """``docs/access.md``."""
    lines = [
        "# Who may do what, and where the answer comes",
        "",
        "Written by `python -m tests.house.pages` from the commands and `core/team/permissions.py`; do not edit by hand.",
        "`tests/house/test_access.py` carries every command out in every column and fails where this page is wrong or a row is missing.",
        "",
        "* *of others*: on a customer, deal or promise that is a colleague's. What nobody owns is everybody's.",
        "* *group*: where the answer to something said in a group comes. A group is *shared* when an admin said `answer in full here`",
        "  in it (`الإجابات كاملة هنا`); files, questions and codes come in private even there.",
        "* Somebody's **private** note is its author's alone in every column: for everybody else it is not there, and in a shared",
        "  group it is not there for its author either.",
        "* **Strangers**, people who were **disabled**, Slack **guests** and people of other workspaces may do nothing, anywhere, with any",
        "  command: one neutral line a day, nothing read.",
        "",
        "| command | permission | rep | rep, of others | manager | admin | group | shared group |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in discover():
        name = kind.name()
        marks = ["✓" if allowed(name, who) == "yes" else "–" for who in ("Lina", "Omar", "Huda", "Adam")]
        if name in MANAGERS_DO_IT_ELSEWHERE:
            marks[:2] = ["own", "own"]
        places = [where(name, shared=False), where(name, shared=True)]
        lines.append(f"| `{name}` | `{kind.permission}` | " + " | ".join([*marks, *places]) + " |")
    lines += ["", "## Permissions", "", "| permission | rep | manager | admin |", "| --- | --- | --- | --- |"]
    for permission, roles in PERMISSIONS.items():
        marks = ["✓" if role in roles else "–" for role in ("rep", "manager", "admin")]
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"
