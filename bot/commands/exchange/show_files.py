"""``files of Acme``: the photos, documents and voice notes that were kept with a customer, handed out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from bot.command import Command
from bot.kinds.party import Party
from bot.kinds.sent_file import SentFile
from bot.language.words import Words
from bot.reply import Document

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.reply import Reply, Text
    from core.working.interaction import Interaction

MOST: Final = 10
HEAD = Words(
    en="📎 {name}: {n, plural, one {# file} other {# files}}",
    ar="📎 {name}: {n, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}",
)
NONE = Words(
    en="No files are kept with {name}. Send me a photo or document with the name in its caption.",
    ar="لا ملفات محفوظة لدى {name}. أرسل صورة أو مستندًا مع الاسم في الوصف.",
)
OLDER = Words(en="Older", ar="الأقدم")
LINE = Words(en="{n}. {at} · {what}", ar="{n}. {at} · {what}")
ELSEWHERE = Words(
    en="They are kept in {platform}: ask me there and I will send them.",
    ar="هي محفوظة في {platform}: اطلبها مني هناك لأرسلها.",
)
KINDS = {
    "photo": Words(en="photo", ar="صورة"),
    "document": Words(en="document", ar="مستند"),
    "voice": Words(en="voice note", ar="رسالة صوتية"),
    "audio": Words(en="recording", ar="تسجيل صوتي"),
    "video": Words(en="video", ar="مقطع مرئي"),
}
PLATFORMS = {"telegram": "Telegram", "slack": "Slack"}


@dataclass(frozen=True, kw_only=True)
class ShowFiles(Command):
    """Hand out what was kept with a customer, the latest first, ten at a time; private entries of others are never in it."""

    customer: Party | None = None
    skip: int = 0
    """Files already shown (paging)."""

    permission: ClassVar[str] = "interactions.read"
    personal: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("customer",)
    phrases: ClassVar[Words] = Words(
        en="""
        [show|show me|send me|get me] [the|all] (files|photos|pictures|documents|attachments|voice notes) (of|for|from|with) {customer}
        """,
        ar="""
        [ورني|اعرض|أرسل|ارسل|هات] (ملفات|صور|مرفقات|مستندات) {customer}
        """,
    )
    example: ClassVar[Words] = Words(en="files of Acme", ar="ملفات أكمي")
    about: ClassVar[Words] = Words(en="Photos and documents of a customer", ar="صور العميل ومستنداته")

    def run(self, desk: Desk) -> Reply:
        """Read only. Raises NotFound for a customer that is gone."""
        assert self.customer is not None  # noqa: S101 - the engine asks first: ``needs``
        row = desk.crm.customers.get(self.customer.id)
        desk.pointing_at(desk.party("customer", row))
        found = [
            (entry, SentFile.from_json(each))
            for entry in desk.crm.interactions.with_files(row.id)
            for each in entry.files or ()
        ]
        if not found:
            return desk.reply(desk.say(NONE, name=row.name))
        shown = found[self.skip : self.skip + MOST]
        here = [each for _, each in shown if each.platform == desk.place.platform]
        elsewhere = sorted({each.platform for _, each in shown} - {desk.place.platform})
        older = [desk.button(OLDER, self.but(skip=self.skip + MOST))] if len(found) > self.skip + MOST else []
        return desk.reply(
            desk.lines(
                desk.say(HEAD, name=row.name, n=len(found)),
                *(self._line(desk, number, *each) for number, each in enumerate(shown, self.skip + 1)),
                *(desk.say(ELSEWHERE, platform=PLATFORMS.get(name, name)) for name in elsewhere),
            ),
            *(Document(each.name or desk.word(KINDS[each.kind]), b"", ref=each.ref, kind=each.kind) for each in here),
            buttons=older,
            private=True,
        )

    @staticmethod
    def _line(desk: Desk, number: int, entry: Interaction, file: SentFile) -> Text:
        what = desk.joined(
            desk.say(KINDS[file.kind]),
            desk.alone(file.name) if file.name else None,
        )
        return desk.say(LINE, n=number, at=desk.shown_happened(entry.occurred_at), what=what)
