"""A list of customers sent into the chat (CSV, XLSX, vCard): what is new, there already and wrong is shown; ``[Import]`` writes it.

One undo takes the whole import back, and the same file again brings nothing new. The file's contents wait with the message that
brought them and are forgotten once they are imported.
"""

from __future__ import annotations

import zlib
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bot.command import Command
from bot.commands.customers.fields import NAMES
from bot.language.headers import VOCABULARY
from bot.language.words import Words
from bot.reply import Document
from bot.says.exchange import BAD_FILE, STATES, WRONG, reasons
from core.exchange.applying import apply, wrong_rows
from core.exchange.files import BadFile
from core.exchange.plan import Plan, plan
from core.exchange.reading import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.desk import Desk
    from bot.reply import Part, Reply, Text

CONTENTS = "contents"
"""The key under which a file's contents stand in the body of the message that brought it."""
A_FEW = 20
"""So many people any rep may bring in at once, as out of an address book; longer lists are for managers."""
SHOWN = 5
SEND_IT = Words(
    en="Send me the file here: CSV, XLSX or vCard (.vcf). I show what is new before anything is saved.",
    ar="أرسل الملف هنا: CSV أو XLSX أو vCard (.vcf). أعرض الجديد قبل حفظ أي شيء.",
)
GONE = Words(
    en="I don't have that file any more. Nothing was saved; send it once more.",
    ar="لم يعد الملف لدي. لم يُحفظ شيء؛ أرسله مرة أخرى.",
)
MANAGERS = Words(
    en="A list of more than {most} is for managers to import. Nothing was saved; send the file to a manager.",
    ar="استيراد قائمة من أكثر من {most} متاح للمديرين. لم يُحفظ شيء؛ مرّر الملف إلى أحدهم.",
)
HEAD = Words(
    en="📄 {file}: {n, plural, one {# row} other {# rows}}. Nothing is saved yet.",
    ar="📄 {file}: {n, plural, zero {لا صفوف} one {صف واحد} two {صفان} few {# صفوف} many {# صفًا} other {# صف}}. لم يُحفظ شيء بعد.",
)
COUNT = Words(en="{what}: {n}", ar="{what}: {n}")
COLUMN = Words(en="{head} → {field}", ar="{head} ← {field}")
ROW = Words(en="{line}. {name}", ar="{line}. {name}")
LIKE = Words(en="≈ {line}. {name} looks like {like}", ar="≈ {line}. {name} يشبه {like}")
LEFT_OUT = Words(en="✗ line {line}: {name}: {why}", ar="✗ السطر {line}: {name}: {why}")
NOT_READ = Words(en="Not read: {heads}", ar="أعمدة غير مقروءة: {heads}")
ODD_PHONES = Words(
    en="⚠️ {n, plural, one {# phone number does} other {# phone numbers do}} not look valid; kept as typed",
    ar="⚠️ {n, plural, zero {لا أرقام غير صحيحة} one {رقم واحد لا يبدو صحيحًا؛ يُحفظ كما كُتب} two {رقمان لا يبدوان صحيحين؛ يُحفظان كما كُتبا} few {# أرقام لا تبدو صحيحة؛ تُحفظ كما كُتبت} many {# رقمًا لا تبدو صحيحة؛ تُحفظ كما كُتبت} other {# رقم لا تبدو صحيحة؛ تُحفظ كما كُتبت}}",
)
NOTHING_NEW = Words(en="There is nothing new in it.", ar="لا جديد فيه.")
IMPORT = Words(en="Import {n}", ar="استيراد {n}")
DONE = Words(en="✅ Imported {file}", ar="✅ تم استيراد {file}")
FIELDS = NAMES | {
    "customer": Words(en="customer", ar="العميل"),
    "first_name": Words(en="first name", ar="الاسم الأول"),
    "last_name": Words(en="last name", ar="اسم العائلة"),
    "kind": Words(en="kind", ar="النوع"),
    "company": Words(en="company", ar="الشركة"),
    "tags": Words(en="tags", ar="الوسوم"),
}


@dataclass(frozen=True, kw_only=True)
class ImportFile(Command):
    """Show what a file would bring, and bring it in when ``sure``."""

    inbox: int = 0
    """The row of the inbox whose file it is; 0: none was sent yet."""
    file: str = ""
    sure: bool = False

    permission: ClassVar[str] = "customers.write"
    personal: ClassVar[bool] = True
    phrases: ClassVar[Words] = Words(
        en="""
        import [a|the|my] (file|list|csv|contacts|customers)
        import [customers|contacts] from [a|the] (file|csv|excel)
        """,
        ar="""
        (استورد|استيراد) [ملف|قائمة] (العملاء|عملاء|جهات الاتصال|ملف|قائمة)
        """,
    )
    example: ClassVar[Words] = Words(en="import customers", ar="استورد قائمة العملاء")
    about: ClassVar[Words] = Words(en="Bring in customers from a file", ar="استيراد العملاء من ملف")

    def run(self, desk: Desk) -> Reply:
        """Asks first; writes when ``sure``. Refused for a file that is none, or too long for the rep's role."""
        if not self.inbox:
            return desk.reply(desk.say(SEND_IT))
        data = _contents(desk, self.inbox)
        if data is None:
            return desk.refuse(desk.say(GONE))
        made = self._planned(desk, data)
        if not isinstance(made, Plan):
            return made
        if not made.writes():
            return desk.reply(self._preview(desk, made), desk.say(NOTHING_NEW))
        if not self.sure:
            counts = made.counts
            count = counts["new"] + counts["similar"] + counts["update"]
            return desk.ask(self._preview(desk, made), buttons=[desk.button(IMPORT, self.but(sure=True), n=count)])
        return self._brought_in(desk, made)

    def _planned(self, desk: Desk, data: bytes) -> Plan | Reply:
        """What the file would bring, or why it is refused."""
        manages = desk.crm.team.allows("customers.import")
        try:
            sheet = read_table(self.file, data)
            if len(sheet.lines) > A_FEW and not manages:
                return desk.refuse(desk.say(MANAGERS, most=A_FEW))
            return plan(desk.crm.transaction, sheet, VOCABULARY, may_set_owner=manages)
        except BadFile as bad:
            return desk.refuse(desk.say(BAD_FILE[bad.why], line=str(bad.line)))

    def _brought_in(self, desk: Desk, made: Plan) -> Reply:
        done = apply(desk.crm, made)
        desk.crm.inbox.forget(self.inbox, CONTENTS)
        counts = {"new": done.new, "update": done.updated, "same": done.same, "wrong": done.wrong}
        told: list[Part] = [desk.lines(desk.say(DONE, file=self.file), _counted(desk, counts))]
        wrong = wrong_rows(made, reasons(desk.language))
        if wrong is not None:
            told.append(Document(f"{self.file}.errors.csv", wrong))
        return desk.reply(*told, buttons=[desk.undo_button()])

    def _preview(self, desk: Desk, made: Plan) -> Text:
        """What is new, what is there, what is wrong; the columns and a few rows."""
        columns = [
            desk.say(COLUMN, head=column.head, field=desk.say(FIELDS[column.field]) if column.field in FIELDS else "?")
            for column in made.columns
            if column.head
        ]
        new = [row for row in made.rows if row.state in ("new", "update")][:SHOWN]
        similar = [row for row in made.rows if row.state == "similar"][:SHOWN]
        wrong = [row for row in made.rows if row.state == "wrong"][:SHOWN]
        return desk.lines(
            desk.say(HEAD, file=self.file, n=len(made.sheet.lines)),
            desk.joined(*columns[:12]),
            _counted(desk, made.counts),
            *(desk.say(ROW, line=str(row.line), name=row.name) for row in new),
            *(desk.say(LIKE, line=str(row.line), name=row.name, like=row.like) for row in similar),
            *(
                desk.say(LEFT_OUT, line=str(row.line), name=row.name or "–", why=desk.say(WRONG[row.wrong]))
                for row in wrong
                if row.wrong
            ),
            desk.say(ODD_PHONES, n=made.bad_phones) if made.bad_phones else None,
            desk.say(NOT_READ, heads=desk.comma.join(made.unknown)) if made.unknown else None,
        )


def _counted(desk: Desk, counts: Mapping[Any, int]) -> Text:
    return desk.joined(
        *(
            desk.say(COUNT, what=desk.say(words), n=counts[state])
            for state, words in STATES.items()
            if counts.get(state)
        )
    )


def _contents(desk: Desk, inbox: int) -> bytes | None:
    """The file that came with that message; None where it was forgotten."""
    body = desk.crm.inbox.body(inbox) or {}
    told = body.get(CONTENTS) or {}
    return zlib.decompress(b64decode(told["data"])) if "data" in told else None
