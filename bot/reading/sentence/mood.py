"""What a sentence only asks, denies, forbids or calls off: nothing of it happened, so nothing of it is logged (READING rule 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.words.senses import folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.units import Line, Unit


def _set(text: str) -> frozenset[str]:
    return frozenset(folded_words(text))


_ASKS = _set("هل who whom why how when where what which متى امتى ايمتى مين منو ليش ليه لماذا كيف كم وين فين اين ماذا")
_WHETHER = _set("هل who مين منو كم")
_OFFERS = _set("should shall can could may will would")
_ASKS_DO = _set("did have has does do was were is are had didn't haven't hasn't")
_SOMEBODY = _set("i we you he she they u ya anyone anybody someone somebody any")
_DENIES = _set(
    "not never didn't didnt haven't havent hasn't hasnt hadn't couldn't couldnt wasn't wasnt won't wont can't cant cannot"
)
_TELLS = _set(
    "tell let inform say if when once after before unless until قل قول قولي بلغ بلغي خبر خبري اذا لو لما بعدما قبل"
)
_UNREAL = _set(
    "should could would might almost nearly forgot wish supposed meant dreamt dreamed imagine imagined pretended"
)
_DENIES_AR = _set("ما لم لن مش مو موب ماني مب عمري نسيت ليتني المفروض كدت تقريبا لا بدون")
_FORBIDS = _set("don't dont never stop avoid لا")
_UNLESS_FORGET = _set("forget let hesitate تنسى تنس تنسي تنسيني تنساني تخليني انسى")
_CALLED_OFF = _set(
    """cancelled canceled postponed rescheduled moved shifted delayed off pushed scheduled تاجل تاجلت تاجلوا انلغى انلغت التغى التغت الغي الغيت ملغي ملغى ملغيه
    موجل موجله اتاجل اتاجلت اتلغى اتلغت تلغى تلغت اتكنسل تكنسل كنسل كنسلت"""
)
_CALLS_OFF = _set(
    """cancel cancelled canceled postpone postponed reschedule rescheduled move moved push pushed delay delayed shift shifted drop bring skip الغ الغي الغاء الغوا الغينا
    الغيت اجل اجلنا اجلت اجلوا تاجيل تاجل انقل نقلنا غير حرك قدم خلي خل خلوا شيل احذف امسح كنسل كنسلت كنسلنا اخر رحل نؤجل ناجل نلغي ننقل ناخر اجلي انقلي الغوا اخري"""
)
"""Verbs that move or cancel what follows them (``cancel my follow up with Vertex``)."""
_TAKES_PLACE = _set("happen happened take materialize occur صار صارت تم تمت حصل حصلت يصير")
_AUX = _set("was is got has been had to be were are just now قد تم انه كان كانت صار")
_BETWEEN_SUBJECT = 3


def asks(line: Line) -> bool:
    """Whether the text opens as a question: ``did anyone call Vertex``, ``هل كلمت الأمل``."""
    units = line.units
    if len(units) < 2 or units[1].stop or units[0].kind != "word":  # noqa: PLR2004 - a question and what it asks about
        return False
    first, second = units[0].folded, units[1]
    if first in _ASKS:
        return True
    return first in _ASKS_DO and (second.folded in _SOMEBODY or (marked(line) and second.kind == "name"))


def asks_whether(line: Line) -> bool:
    """Whether the question is if, or by whom, something was done; not when to do it, or why."""
    return (asks(line) or marked(line)) and line.units[0].folded not in (_ASKS - _WHETHER) | _OFFERS


def marked(line: Line) -> bool:
    """Whether one clause ends with a question mark (``called Vertex?``); what is asked for in it is still asked for."""
    ends = line.text.rstrip(" .!").endswith(("?", "؟"))
    return ends and not any(unit.stop for unit in line.units[1:])


def denied(units: Sequence[Unit], at: int) -> bool:
    """Whether what the verb at ``at`` says did not happen: ``should have called``, ``haven't called``, ``لسه ما كلمت``."""
    begins = at
    while begins > 0 and not units[begins].stop:
        begins -= 1
    if begins < at and units[begins].folded in _TELLS:
        return True  # ``tell Rana I called``
    back = at
    while back > 0 and not units[back].stop and at - back < _BETWEEN_SUBJECT:
        back -= 1
        unit = units[back]
        if unit.kind != "word":
            return False
        if unit.folded in _DENIES or unit.folded in _UNREAL or unit.folded in _DENIES_AR:
            return True
        if unit.has("done", "noun", "outcome") is not None and unit.folded not in ("have", "had"):
            return False
    return False


def forbids(line: Line) -> bool:
    """``don't call Vertex``, ``لا تتصل على الأمل``: an order not to do something; ``don't forget to call`` is none."""
    units = line.units
    at = 0
    while at < len(units) - 1 and units[at].has("opener") is not None and units[at].folded not in _FORBIDS:
        at += 1
    if at + 1 >= len(units):
        return False
    first, second = units[at], units[at + 1]
    if first.folded == "no" and second.folded == "need":
        return True
    if first.folded == "do" and second.folded == "not" and at + 2 < len(units):
        first, second = second, units[at + 2]
    elif first.folded not in _FORBIDS or first.kind != "word":
        return False
    if second.stop or second.kind != "word" or second.folded in _UNLESS_FORGET:
        return False
    if first.text.isascii():
        return second.has("plain", "follow", "remind", "noun") is not None or second.folded.endswith("ing")
    return second.folded.startswith("ت")


def called_off(units: Sequence[Unit], first: int, behind: int) -> bool:
    """Whether the meeting or call named at ``first`` was cancelled or moved, told right behind its head (``behind``) or before it."""
    at = behind
    while at < len(units) and not units[at].stop and (units[at].folded in _AUX or units[at].is_time):
        at += 1
    if at < len(units) and not units[at].stop and units[at].kind == "word":
        if units[at].folded in _CALLED_OFF:
            return True
        after = units[at + 1].folded if at + 1 < len(units) else ""
        if units[at].folded in _DENIES | _DENIES_AR and after in _TAKES_PLACE:
            return True
    return moving_before(units, first)


def moving_before(units: Sequence[Unit], at: int) -> bool:
    """Whether a verb of moving or cancelling stands before ``at`` in its clause, with nothing but links, ``my`` and names between."""
    place = at
    while place > 0 and not units[place].stop:
        place -= 1
        unit = units[place]
        if unit.kind == "word" and unit.folded in _CALLS_OFF:
            return True
        if unit.kind == "word" and unit.has("opener", "link", "beside") is None:
            return False
    return False


_WHOSE = frozenset("the my our a an their his her some this that".split())


def somebody_did(units: Sequence[Unit], at: int) -> bool:
    """``client called Vertex``, ``my manager met Rana``: a word that nothing explains, first in the clause, is who did it."""
    who = units[at - 1]
    if units[at].stop or who.kind != "word" or who.reaches or not who.text.isascii() or who.folded.endswith("ly"):
        return False
    first = at - 2 if at > 1 and not who.stop and units[at - 2].folded in _WHOSE else at - 1
    return first == 0 or bool(units[first].stop)


def ends_with_name(units: Sequence[Unit], at: int) -> bool:
    """Whether a name at ``at`` is all that follows."""
    return at == len(units) - 1 and units[at].kind == "name"


def possessed(unit: Unit) -> bool:
    """Whether a name is said as an owner (``Rana's``)."""
    return unit.text.casefold().endswith(("'s", "\u2019s"))
