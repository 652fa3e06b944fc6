"""People without a link: one neutral line a day and nothing else; a one-time code makes them a rep.

The code comes as ``/start CODE`` (the link in Telegram types it), ``link CODE`` or ``اربط CODE``, in any chat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.delivering.outgoing_kept import place_to_json, to_json
from bot.language.detect import detect
from bot.language.fill import fill
from bot.logs import log
from bot.messages import Deleted, Message, Opened, Reach, Reaction
from bot.operating import figures
from bot.reply import Outgoing, Text
from bot.says import engine as says
from bot.says.errors import CODE
from bot.talking.answer import Answer
from core.errors import CodeRefused

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.language.words import Language, Words
    from bot.messages import Incoming
    from core.crm import Crm
    from core.team.rep import Rep

_CODE = re.compile(r"\s*(?:/start(?:@\w+)?|/?link|/?اربط|ربط)\s+([A-Za-z0-9_-]{43})\s*", re.IGNORECASE)


def code_in(text: str) -> str | None:
    """The pairing code that a text carries, if it is nothing else."""
    found = _CODE.fullmatch(text)
    return found[1] if found else None


def greet_stranger(crm: Crm, incoming: Incoming, inbox_id: int) -> Answer:
    """Link a stranger with a code, or give the one neutral line of the day. Reads no customer; the attempt is logged."""
    if isinstance(incoming, Opened | Deleted | Reaction | Reach):
        return Answer(outcome="refused")  # no word of theirs: there is nothing to answer
    speaker = incoming.speaker
    text = incoming.text if isinstance(incoming, Message) else ""
    code = code_in(text)
    if code is not None:
        crm.inbox.keep_nothing()
    key = f"in:{inbox_id}:1"
    if code is not None and incoming.place.private:
        try:
            rep = crm.team.link(code, speaker.platform, speaker.workspace, speaker.user_id, incoming.place.chat_id)
        except CodeRefused as refused:
            crm.team.wrong_code(speaker.platform, speaker.workspace, speaker.user_id)
            log().warning("code_refused", platform=speaker.platform, user=speaker.user_id, why=refused.why)
            return _post(crm, incoming, CODE.get(refused.why, CODE["wrong"]), key=key)
        log().info("linked", platform=speaker.platform, user=speaker.user_id, rep=rep.id)
        from bot.delivering.waiting import release

        answer = _welcome(crm, incoming, key, rep)
        release(crm, rep, incoming.place)
        return answer
    figures.count("denied", speaker.platform)
    crm.steps.denied("write", f"{speaker.platform}/{speaker.workspace}/{speaker.user_id}")
    log().warning("stranger", platform=speaker.platform, workspace=speaker.workspace, user=speaker.user_id)
    day = crm.now.date().isoformat()
    key = f"stranger:{speaker.platform}:{speaker.workspace}:{speaker.user_id}:{day}"
    return _post(crm, incoming, says.STRANGER, key=key)


def link(crm: Crm, desk: Desk, message: Message) -> Text:
    """A rep who is linked already typed a code: nothing to do, or a code that is somebody else's."""
    speaker = message.speaker
    crm.inbox.keep_nothing()
    try:
        crm.team.link(
            code_in(message.text) or "", speaker.platform, speaker.workspace, speaker.user_id, message.place.chat_id
        )
    except CodeRefused as refused:
        return desk.say(CODE.get(refused.why, CODE["wrong"]))
    return desk.say(says.LINKED_ALREADY, name=desk.rep.name)


def _welcome(crm: Crm, incoming: Incoming, key: str, rep: Rep) -> Answer:
    language: Language = "ar" if rep.language == "ar" else "en"
    told = {"name": rep.name, "company": crm.workspace.name, "role": says.ROLES[rep.role].in_(language)}
    answer = _post(crm, incoming, says.LINKED, key=key, language=language, values=told)
    answer.outcome = "done"
    return answer


def _post(
    crm: Crm,
    incoming: Incoming,
    words: Words,
    *,
    key: str,
    language: Language | None = None,
    values: dict[str, str] | None = None,
) -> Answer:
    """Put one line into the outbox, once per key; in the language of the text unless told."""
    place = incoming.place
    text = incoming.text if isinstance(incoming, Message) else ""
    chosen = language or detect(text, "ar" if crm.workspace.language == "ar" else "en")
    outgoing = Outgoing(place=place, language=chosen, parts=(Text(fill(words.in_(chosen), chosen, values or {})),))
    posted = crm.outbox.put(
        key,
        platform=place.platform,
        bot=place.workspace,
        place=place.key,
        address=place_to_json(place),
        kind="reply",
        payload=to_json(outgoing),
    )
    return Answer(outcome="refused", outbox_ids=[] if posted is None else [posted])
