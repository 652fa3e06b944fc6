"""What people send besides words, on any platform: what was passed on from others, files, voice notes, places.

None of it is ever attributed by a guess: what it belongs to is asked unless it was said, and nothing is written meanwhile. Contacts
are in ``contact_cards.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.command import commands_by_name
from bot.kinds.party import Party
from bot.kinds.position import Position
from bot.kinds.sent_file import SentFile
from bot.kinds.when import When
from bot.reading.doubts import Candidate, Unfiled
from bot.reading.draft import Draft
from bot.says import questions
from bot.says import sent as says
from bot.sent.contact_cards import offer_card
from bot.talking.answering import as_candidate
from bot.talking.asking import DROP, Choice
from bot.talking.heard import Heard, Later
from bot.talking.talk import Open
from core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.messages import Message
    from bot.talking.hearing import Hearing
    from bot.talking.talk import Talk

TOGETHER: Final = timedelta(seconds=2)
"""What is passed on within this is one thing (CHAT_AND_OPERATOR, TG11)."""
WAITS: Final = timedelta(seconds=3)
"""So long after the last of them the question waits: platforms tell whole seconds only."""
NEAR: Final = 300.0
"""Metres around an earlier visit that are the same place (TG13)."""
LIKELY: Final = 3
_SURE: Final = 90.0
TABLES: Final = (".csv", ".tsv", ".xlsx", ".vcf")
"""Files that are read, not kept: lists of customers and contacts."""


@dataclass(frozen=True)
class Contents:
    """What was fetched of a file: its row in the inbox, the text that was spoken in it, or why it could not be fetched."""

    inbox_id: int
    heard: str = ""
    missing: str = ""

    @classmethod
    def of(cls, inbox_id: int, body: dict[str, Any] | None) -> Contents:
        """What was fetched for that row, but for the bytes."""
        told = (body or {}).get("contents") or {}
        return cls(inbox_id, heard=str(told.get("heard", "")), missing=str(told.get("missing", "")))


def is_table(file: SentFile) -> bool:
    """Whether a file is read as a list of customers or contacts."""
    return file.kind == "document" and file.name.lower().endswith(TABLES)


def is_sent(message: Message) -> bool:
    """Whether a message is more than its words."""
    return bool(message.forwarded or message.files or message.card or message.position)


class Parcel:
    """One message that is more than its words, as one rep sent it."""

    def __init__(self, desk: Desk, talk: Talk, hearing: Hearing, message: Message) -> None:
        self._desk = desk
        self._talk = talk
        self._hearing = hearing
        self._message = message

    def heard(self, contents: Contents) -> Heard:
        """What is done with it, or asked. ``contents`` are those of its file, where they had to be fetched."""
        before = self._talk.question
        if self._message.card is not None:
            heard = offer_card(self._desk, self._talk, self._message.card, key=self._message.id)
        elif self._message.position is not None:
            return self._visit(Position(*self._message.position))
        elif self._message.files and is_table(self._message.files[0]):
            heard = self._table(contents)
        elif self._message.forwarded is not None:
            return self._gathered()
        elif self._message.files[0].kind == "voice" and contents.heard:
            heard = self._spoken(contents.heard)
        else:
            return self._files()
        return heard if before in (None, self._talk.question) else self._hearing.and_dropped(heard)

    def _table(self, contents: Contents) -> Heard:
        if contents.missing:
            return self.missing(contents.missing)
        read: Any = commands_by_name()["import_file"]
        return self._hearing.press(read(inbox=contents.inbox_id, file=self._message.files[0].name))

    def missing(self, why: str) -> Heard:
        """A file that must be read could not be fetched."""
        from core.exchange.files import MOST_FETCHED

        return Heard("refused", self._desk.reply(self._desk.say(says.NOT_FETCHED[why], most=MOST_FETCHED // 1_000_000)))

    def _gathered(self) -> Heard:
        """One more of what was passed on: it joins those of the same moment, and the question about them all waits that long."""
        origin = self._message.forwarded
        assert origin is not None  # noqa: S101 - the caller looked
        written = (origin.at or self._message.at).isoformat()
        before = self._joins()
        pieces = (*before, {**self._piece(), "author": origin.author, "written": written})
        authors = dict.fromkeys(each["author"] for each in pieces)
        author = "" if "" in authors else ", ".join(authors)
        moments = sorted(datetime.fromisoformat(each["written"]) for each in pieces)
        words = "\n".join(self._line(each) for each in pieces)
        likely = self._likely(author, " ".join(each["text"] for each in pieces))
        values: dict[str, Any] = {
            "kind": "message",
            "direction": "in",
            "summary": words,
            "happened": When(at=moments[-1].astimezone(self._desk.zone)),
        }
        if files := _files_of(pieces):
            values["files"] = files
        doubt = Unfiled(
            field="customer",
            what="forward",
            count=len(pieces),
            author=author,
            since=moments[0].isoformat(),
            until=moments[-1].isoformat(),
            candidates=likely,
        )
        return self._asked_later(_draft(values, doubt), pieces, words, dropped=not before)

    def _joins(self) -> tuple[dict[str, Any], ...]:
        """What was gathered so far that this message belongs to."""
        question = self._talk.question
        if question is None or not question.gathered:
            return ()
        last = question.gathered[-1]
        passed_on = self._message.forwarded is not None
        if passed_on is not ("author" in last):
            return ()
        soon = passed_on and self._message.at - datetime.fromisoformat(last["at"]) <= TOGETHER
        return question.gathered if soon or (self._message.album and last.get("album") == self._message.album) else ()

    def _piece(self) -> dict[str, Any]:
        """This message as it is kept with the question about what was gathered."""
        return {
            "text": self._message.text,
            "files": [each.to_json() for each in self._message.files],
            "at": self._message.at.isoformat(),
            "key": self._message.id,
            **({"album": self._message.album} if self._message.album else {}),
        }

    def _asked_later(
        self,
        draft: Draft,
        pieces: tuple[dict[str, Any], ...],
        said: str,
        *,
        dropped: bool,
    ) -> Heard:
        heard = self._hearing.drafted((draft,), said, dropped=dropped and self._talk.question is not None)
        if self._talk.question is not None and heard.outcome == "asked":
            self._talk.question = replace(self._talk.question, gathered=pieces)
            name = f"gathered:{self._desk.place.key}:{pieces[0]['key']}"
            earlier = f"{name}:{len(pieces) - 1}" if len(pieces) > 1 else ""
            heard.later = Later(f"{name}:{len(pieces)}", self._desk.crm.now + WAITS, earlier)
        return heard

    def _line(self, piece: dict[str, Any]) -> str:
        """One of them as it is kept: who wrote it when, and what."""
        written = datetime.fromisoformat(piece["written"]).astimezone(self._desk.zone)
        text = piece["text"] or ", ".join(each.get("name") or each["kind"] for each in piece["files"]) or "–"
        return " · ".join(part for part in (f"{written:%Y-%m-%d %H:%M}", piece["author"]) if part) + f": {text}"

    def _files(self) -> Heard:
        """Pictures, documents, voice notes: kept with what their caption says, with what was replied to, or asked about."""
        if self._message.album and (logged := self._talk.album) is not None and logged[0] == self._message.album:
            self._desk.crm.interactions.attach(logged[1], [each.to_json() for each in self._message.files])
            return Heard("done", self._desk.reply(), quiet=True)
        before = self._joins() if self._message.album else ()
        pieces = (*before, self._piece())
        files = _files_of(pieces)
        text = "\n".join(each["text"] for each in pieces if each["text"])
        drafts = self._said(text, files) if text else self._replied(files)
        if not drafts:
            what = files[0].kind if files[0].kind in says.WHERE else "file"
            doubt = Unfiled(field="customer", what=what, count=len(files), candidates=self._likely("", text))
            draft = _draft({"kind": "note", "summary": text, "files": files}, doubt)
            if self._message.album:
                return self._asked_later(draft, pieces, text, dropped=not before)
            return self._hearing.drafted((draft,), text, dropped=self._talk.question is not None)
        heard = self._hearing.drafted(drafts, text, dropped=self._talk.question is not None)
        step = self._desk.crm.steps.current
        if self._message.album and heard.outcome == "done" and step is not None:
            written = self._desk.crm.steps.changes(step.id)
            first = next((each.record_id for each in written if each.record == "interaction"), None)
            if first is not None:  # what comes after it of this album goes where its files are
                self._talk.logged_album(self._message.album, first)
        return heard

    def _said(self, text: str, files: tuple[SentFile, ...]) -> tuple[Draft, ...]:
        """A caption that says what happened, or merely with whom; nothing where it says neither."""
        reading = self._hearing.understood(text)
        first = reading.drafts[0] if reading.drafts else None
        if first is not None and first.command.name() == "log_interaction":
            return (replace(first, values={**first.values, "files": files}), *reading.drafts[1:])
        party: Any = reading.mentioned
        if first is not None and first.command.name() == "look_up":
            party = first.values.get("contact") or first.values.get("customer")
        if isinstance(party, Party):
            named = text.strip() == party.name
            return (_draft({"kind": "note", party.record: party, "summary": "" if named else text, "files": files}),)
        return ()

    def _replied(self, files: tuple[SentFile, ...]) -> tuple[Draft, ...]:
        """Sent as a reply to a message about one customer or contact."""
        for ref in self._hearing.about:
            if ref.record in ("customer", "contact"):
                try:
                    row: Any = (self._desk.crm.customers if ref.record == "customer" else self._desk.crm.contacts).get(
                        ref.id
                    )
                except NotFound:
                    return ()
                return (_draft({"kind": "note", ref.record: self._desk.party(ref.record, row), "files": files}),)  # type: ignore[arg-type]
        return ()

    def _spoken(self, heard: str) -> Heard:
        """A voice note that was written down: what was heard is shown, and saved only after a press (PRODUCT, U14)."""
        reading = self._hearing.understood(heard)
        first = reading.drafts[0] if reading.drafts else None
        if first is None or first.command.name() != "log_interaction":
            doubt = Unfiled(field="customer", said=heard[:1000], what="heard", candidates=self._likely("", heard))
            draft = _draft({"kind": "note", "summary": heard, "files": self._message.files}, doubt)
            return self._hearing.drafted((draft,), heard)
        kept = replace(first, values={**first.values, "files": self._message.files})
        more = [each.to_json() for each in reading.drafts[1:]]
        choices = (
            Choice(self._desk.word(says.SAVE), {"draft": kept.to_json(), "more": more, "said": heard}),
            Choice(self._desk.word(questions.DISCARD), DROP),
        )
        self._talk.question = Open(choices=choices, said=heard, key=self._message.id)
        return Heard("asked", self._desk.reply(self._desk.say(says.HEARD, said=heard)), choices=(choices,))

    def _visit(self, position: Position) -> Heard:
        """A visit at the customer who was visited there before, else the question at whom; the answer makes the place known."""
        dropped = self._talk.question is not None
        known = self._desk.crm.interactions.near((position.latitude, position.longitude), NEAR)
        values = {"kind": "visit", "position": position}
        unknown = _draft(values, Unfiled(field="customer", what="place", candidates=self._likely("", "")))
        if known is None:
            return self._hearing.drafted((unknown,), "", dropped=dropped)
        customer = self._desk.party("customer", self._desk.crm.customers.get(known))
        heard = self._hearing.drafted((_draft({**values, "customer": customer}),), "", dropped=dropped)
        step = self._desk.crm.steps.current
        if heard.outcome == "done" and step is not None:
            other = Choice(
                self._desk.word(says.OTHER_CUSTOMER), {"draft": unknown.to_json(), "said": "", "takes_back": step.id}
            )
            heard.choices = ((other,),)
        return heard

    def _likely(self, author: str, text: str) -> tuple[Candidate, ...]:
        """At most three: who is called like the author, who is named in the text, whom the talk is about, who came last."""
        found: dict[tuple[str, int], Candidate] = {}
        matches = [
            match
            for match in (self._desk.crm.names.find(author, limit=LIKELY) if author else ())
            if match.score >= _SURE
        ]
        for match in matches:
            found[match.record, match.id] = as_candidate(match, self._desk)
        for span in self._desk.crm.names.scan(text[:3000]) if text else ():
            if span.candidates and not span.common_word:
                best = span.candidates[0]
                found.setdefault((best.record, best.id), as_candidate(best, self._desk))
        about = self._talk.receipt
        rows = (
            [Candidate(record=about.record, id=about.id, name=about.name)]
            if about and about.record == "customer"
            else []
        )
        rows += [
            Candidate(record="customer", id=row.id, name=row.name) for row in self._desk.crm.customers.recent(LIKELY)
        ]
        for row in rows:
            found.setdefault((row.record, row.id), row)
        return tuple(found.values())[:LIKELY]


def _files_of(pieces: Sequence[dict[str, Any]]) -> tuple[SentFile, ...]:
    return tuple(SentFile.from_json(each) for piece in pieces for each in piece["files"])


def _draft(values: dict[str, Any], *doubts: Unfiled) -> Draft:
    return Draft(commands_by_name()["log_interaction"], values, doubts)
