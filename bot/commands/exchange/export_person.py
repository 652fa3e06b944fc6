"""``export person Sara Haddad``: everything that is known about a person as one file, for whoever asks what is kept about them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.command import Command
from bot.kinds.party import Party
from bot.language.words import Words
from bot.reply import Document

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply

DONE = Words(
    en="📄 Everything about {name}: {n, plural, one {# row} other {# rows}}",
    ar="📄 كل ما نعرفه عن {name}: {n, plural, zero {لا صفوف} one {صف واحد} two {صفان} few {# صفوف} many {# صفًا} other {# صف}}",
)
LEFT_OUT = Words(
    en="{n, plural, one {# row that only another rep may read is} other {# rows that only other reps may read are}} not in it.",
    ar="{n, plural, zero {لا صفوف} one {صف واحد لا يراه إلا زميل، وليس في الملف} two {صفان لا يراهما إلا زميل، وليسا في الملف} few {# صفوف لا يراها إلا زملاء، وليست في الملف} many {# صفًا لا يراها إلا زملاء، وليست في الملف} other {# صف لا يراها إلا زملاء، وليست في الملف}}.",
)


@dataclass(frozen=True, kw_only=True)
class ExportPerson(Command):
    """Hand over everything about a contact, or a customer with its people, to a manager or an admin."""

    person: Party | None = None

    permission: ClassVar[str] = "persons.export"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("person",)
    phrases: ClassVar[Words] = Words(
        en="""
        (export|download) person {person}
        (export|download|give me) (all|everything|all data|all the data|the data|data) (about|of|on|we have about|we have on|we know about) {person}
        """,
        ar="""
        (صدر|صدّر|تصدير|نزل|حمل) [كل] (بيانات|معلومات) {person}
        """,
    )
    example: ClassVar[Words] = Words(en="export person Sara Haddad", ar="صدّر بيانات سارة حداد")
    about: ClassVar[Words] = Words(
        en="A file of everything about a person (managers)", ar="ملف بكل ما يخص شخصًا (للمدير)"
    )

    def run(self, desk: Desk) -> Reply:
        """Read only. Raises NotAllowed, NotFound."""
        person = self.person
        assert person is not None  # noqa: S101 - ``needs``
        told = desk.crm.telling.about(person.record, person.id)
        rows = sum(len(value) for value in told.values() if isinstance(value, list))
        data = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", errors="replace")
        name = f"{person.record}-{person.id}-{desk.now.date().isoformat()}.json"
        lines = desk.lines(
            desk.say(DONE, name=person.name, n=rows),
            desk.say(LEFT_OUT, n=told["left_out"]) if told["left_out"] else None,
        )
        return desk.reply(lines, Document(name, data, "application/json"), private=True)
