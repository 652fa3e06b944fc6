"""``digest at 8:30``, ``work days sun-thu 9-18``, ``language arabic``, ``mute until 2pm``: one's own settings.

They are undone like anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, time
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from rapidfuzz import process

from bot.command import Command
from bot.kinds.when import When
from bot.kinds.work_week import WorkWeek
from bot.language.normalise import fold
from bot.language.words import Words
from bot.reply import Reply, Text
from core.errors import BadValue, NoSuchSetting

if TYPE_CHECKING:
    from bot.desk import Desk

DIGEST_AT = Words(
    en="☀️ Your morning message comes at {at} on work days.", ar="☀️ ستصلك رسالة الصباح الساعة {at} في أيام الدوام."
)
DIGEST_OFF = Words(
    en="Morning message off. Turn it on again with: digest on",
    ar="تم إيقاف رسالة الصباح. لتشغيلها اكتب: تشغيل الملخص",
)
DIGEST_ON = Words(en="☀️ Morning message on, at {at}.", ar="☀️ تم تشغيل رسالة الصباح، الساعة {at}.")
WORK = Words(en="Saved: you work {days}, {starts}–{ends}.", ar="تم الحفظ: الدوام {days}، {starts}–{ends}.")
LANGUAGE = Words(en="I'll write to you in English.", ar="سأكتب لك بالعربية.")
ZONE = Words(en="Your time zone is {zone} ({now} now).", ar="توقيتك: {zone} (الآن {now}).")
MUTED = Words(en="🔕 Quiet till {until}; reminders wait.", ar="🔕 هدوء حتى {until}؛ التذكيرات تنتظر.")
UNMUTED = Words(en="🔔 Reminders come again.", ar="🔔 عادت التذكيرات.")
CLOCK = Words(en="Times are shown like this: {now}", ar="تُعرض الأوقات هكذا: {now}")
DIGITS = Words(en="Digits are shown like this: {now}", ar="تُعرض الأرقام هكذا: {now}")
HOME = Words(en="Reminders go to {platform}.", ar="ستصل التذكيرات إلى {platform}.")
DAY = {
    0: Words(en="Mon", ar="الاثنين"),
    1: Words(en="Tue", ar="الثلاثاء"),
    2: Words(en="Wed", ar="الأربعاء"),
    3: Words(en="Thu", ar="الخميس"),
    4: Words(en="Fri", ar="الجمعة"),
    5: Words(en="Sat", ar="السبت"),
    6: Words(en="Sun", ar="الأحد"),
}
SWITCHES = {
    fold(word): told
    for told, words in {
        "on": "on start yes تشغيل شغل فعل تفعيل ابدأ",
        "off": "off stop no إيقاف ايقاف أوقف وقف طفي الغ",
    }.items()
    for word in words.split()
}
LANGUAGES = {
    fold(word): told
    for told, words in {
        "en": "en english انجليزي الإنجليزية انجليزية الانجليزي",
        "ar": "ar arabic عربي العربية عربية العربي",
    }.items()
    for word in words.split()
}
DIGIT_KINDS = {
    fold(w): t
    for t, ws in {True: "arabic عربية هندية عربي", False: "latin english انجليزية لاتينية"}.items()
    for w in ws.split()
}
KNOWN = ("digest", "work days", "language", "zone", "mute", "clock", "digits", "reminders on")


@dataclass(frozen=True, kw_only=True)
class ChangeSetting(Command):
    """Change one or more of one's own settings. Setting what is set already is fine."""

    digest_at: time | None = None
    digest: str = ""
    """``on`` or ``off``, as typed."""
    work: str = ""
    speak: str = ""
    zone: str = ""
    mute: When | None = None
    clock: int | None = None
    digits: str = ""
    home: str = ""
    unknown: str = ""
    """The name of a setting that does not exist."""

    permission: ClassVar[str] = "settings.own"
    slots: ClassVar[dict[str, str]] = {"digest_at": "time", "mute": "when", "clock": "number"}
    phrases: ClassVar[Words] = Words(
        en="""
        [set|change] [my] (digest|morning message|daily message|summary) [at|to|time] {digest_at}
        [turn] [my] (digest|morning message|daily message|daily digest) {digest:word}
        [turn] {digest:word} [the|my] (digest|morning message|daily message|daily digest)
        [set|change|my] (work days|work week|working days|work hours|i work) {work:text}
        [set|change|my] (language|lang) [to|is] {speak:word}
        (speak|write|answer) [to me] [in] {speak:word}
        [set|change|my] (zone|time zone|timezone) [to|is] {zone:text}
        (mute|quiet|silence|be quiet|do not disturb) [until|till|for|me until] {mute}
        (unmute|mute off|stop muting|end mute)
        (clock|time format) {clock} [hours|h]
        digits {digits:word}
        (reminders|notify me|remind me) (on|in|by) {home:word}
        (set|change) setting {unknown:word} [to|=] {work:text}
        """,
        ar="""
        (ملخص|الملخص|رسالة الصباح) [الساعة|في|على] {digest_at}
        {digest:word} (ملخص|الملخص|رسالة الصباح|الرسالة اليومية|تشغيل الرسالة اليومية)
        (ملخص|الملخص|رسالة الصباح) {digest:word}
        (دوامي|أيام دوامي|أيام العمل|دوام|أعمل) [من] {work:text}
        [غير] (اللغة|لغتي|لغة) [إلى|الى] {speak:word}
        (تكلم|اكتب|رد) [لي] (بال|بـ|) {speak:word}
        (توقيتي|المنطقة الزمنية|توقيت) {zone:text}
        (اسكت|هدوء|لا تزعجني|صامت|كتم) (إلى|الى|حتى|لين|لمدة) {mute}
        (إلغاء|الغاء|الغ|ألغ|أوقف|وقف|فك|شيل) (الكتم|الصامت|الهدوء)
        (ساعة|نظام الساعة) {clock}
        (الأرقام|أرقام) {digits:word}
        (التذكيرات|ذكرني) (على|في) {home:word}
        """,
    )
    example: ClassVar[Words] = Words(en="digest at 8:30", ar="ملخص الساعة ٨:٣٠")
    about: ClassVar[Words] = Words(
        en="Language, time zone, work days, morning message", ar="اللغة والتوقيت وأيام الدوام ورسالة الصباح"
    )

    def run(self, desk: Desk) -> Reply:
        """Raises BadValue or NoSuchSetting (with the closest ones); nothing is written then."""
        if self.unknown:
            near = process.extract(self.unknown, KNOWN, limit=3, score_cutoff=50)
            raise NoSuchSetting(self.unknown, [name for name, _score, _at in near])
        changed = self._changed()
        rep = desk.crm.team.change(desk.rep.id, **changed)
        desk.language = "ar" if rep.language == "ar" else "en"  # the receipt speaks the language just chosen
        desk.zone = ZoneInfo(rep.zone)
        desk.now = desk.now.astimezone(desk.zone)
        return desk.reply(self._told(desk, rep), buttons=[desk.undo_button()])

    def _changed(self) -> dict[str, Any]:  # noqa: PLR0911, C901 - one branch a setting
        if self.digest_at is not None:
            return {"digest_at": self.digest_at, "digest_on": True}
        if self.digest:
            return {"digest_on": _one_of("digest", self.digest, SWITCHES) == "on"}
        if self.work:
            week = WorkWeek.read(self.work)
            if week is None:
                raise BadValue("work_days", self.work, "work_days")
            hours = {"work_starts": week.starts, "work_ends": week.ends} if week.starts else {}
            return ({"work_days": list(week.days)} if week.days else {}) | hours
        if self.speak:
            return {"language": _one_of("language", self.speak, LANGUAGES)}
        if self.zone:
            return {"zone": _zone(self.zone)}
        if self.mute is not None:
            if self.mute.at is None:
                raise BadValue("mute", self.mute.said, "time")
            return {"muted_until": self.mute.at.astimezone(UTC)}
        if self.clock is not None:
            if self.clock not in (12, 24):
                raise BadValue("clock", str(self.clock), "clock")
            return {"clock12": self.clock == 12}  # noqa: PLR2004 - hours of the clock
        if self.digits:
            return {"arabic_digits": _one_of("digits", self.digits, DIGIT_KINDS)}
        if self.home:
            return {"home_platform": _one_of("home_platform", self.home, PLATFORMS)}
        return {"muted_until": None}

    def _told(self, desk: Desk, rep: Any) -> Text:  # noqa: PLR0911 - one branch a setting
        if self.digest_at is not None or self.digest:
            if not rep.digest_on:
                return desk.say(DIGEST_OFF)
            return desk.say(DIGEST_AT if self.digest_at else DIGEST_ON, at=_wall(desk, rep.morning))
        if self.work:
            days = desk.comma.join(desk.word(DAY[day]) for day in rep.work_days)
            return desk.say(WORK, days=days, starts=_wall(desk, rep.work_starts), ends=_wall(desk, rep.work_ends))
        if self.speak:
            return desk.say(LANGUAGE)
        if self.zone:
            return desk.say(ZONE, zone=desk.ltr(rep.zone), now=desk.shown_time(desk.now))
        if self.mute is not None:
            return desk.say(MUTED, until=desk.shown_when(rep.muted_until, zone=False))
        if self.clock is not None:
            return desk.say(CLOCK, now=desk.shown_time(desk.now))
        if self.digits:
            return desk.say(DIGITS, now=desk.shown_time(desk.now))
        if self.home:
            return desk.say(HOME, platform=desk.ltr(rep.home_platform.capitalize()))
        return desk.say(UNMUTED)


PLATFORMS = {
    fold(word): told
    for told, words in {"telegram": "telegram تيليجرام تلغرام تلجرام", "slack": "slack سلاك"}.items()
    for word in words.split()
}


def _one_of(setting: str, said: str, known: dict[str, Any]) -> Any:
    told = known.get(fold(said))
    if told is None:
        raise BadValue(setting, said, "choice")
    return told


def _zone(said: str) -> str:
    """An IANA zone by its name or its city, letter case aside. Raises BadValue, with what was typed."""
    import zoneinfo

    wanted = fold(said)
    for name in sorted(zoneinfo.available_timezones()):
        if fold(name) == wanted or ("/" in name and fold(name.rsplit("/", 1)[-1]) == wanted):
            return name
    raise BadValue("zone", said, "zone")


def _wall(desk: Desk, at: time) -> Any:
    from datetime import datetime

    return desk.shown_time(datetime.combine(desk.now.date(), at, tzinfo=desk.zone))
