"""A raw Slack payload as a Message, an Edit or a Click. Pure.

The body is what ``receive`` committed: the payload as Slack sent it and, under ``daftar``, what only the moment of receiving
knew: when it came, which app of which workspace received it, and whether its sender is a member (``people.py``). A
timestamp (``ts``) is Slack's id of a message within its channel and its time, in seconds since 1970.

Who is not a full member of the bot's own workspace gives None, whatever they sent: guests, Slack Connect strangers, other
workspaces, deactivated people, bots (RELIABILITY SEC3). The workspace of a Speaker is the speaker's own, never assumed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.messages import Click, Edit, Forwarded, Incoming, Message, Place, Speaker

NAME = "slack"
SPOKEN_SUBTYPES = frozenset({"", "file_share", "thread_broadcast", "me_message"})
EPHEMERAL = ":"
"""Stands between channel and user in the ``chat_id`` of a place that only that user sees, inside a channel."""

_MARKUP = re.compile(r"<([^<>]*)>")
_SHORTCODE = re.compile(r":([a-z0-9_+'-]+):")


@dataclass(frozen=True, kw_only=True)
class App:
    """Who we are on Slack: the workspace, our user and our bot id. Empty where it is not known yet."""

    team: str = ""
    user: str = ""
    bot: str = ""


def read(body: dict[str, Any], app: App) -> Incoming | None:
    """What that body says to us; None for what does not concern us. Raises ValueError on what makes no sense."""
    try:
        kept = body.get("daftar") or {}
        if kept.get("app"):
            app = App(**kept["app"])
        if kept.get("sender", "member") != "member":
            return None
        if body.get("type") == "event_callback":
            return _event(body, app)
        if body.get("type") == "block_actions":
            return _click(body, app)
        if "command" in body:
            return _slash(body, app, kept)
        if "type" not in body:
            raise ValueError("a Slack payload without a type")
        return None
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError, OSError) as wrong:
        raise ValueError(f"a Slack payload that makes no sense: {type(wrong).__name__}") from None


def moment(ts: str) -> datetime:
    """The aware UTC moment of a ``ts``. Raises ValueError for what is none."""
    return datetime.fromtimestamp(float(ts), UTC)


def plain_text(text: str) -> str:
    """Slack's wire text as the person typed it: ``<mailto:a@b.c|a@b.c>`` is ``a@b.c``, ``&lt;`` is ``<``."""
    shown = _MARKUP.sub(lambda found: _shown(found[1]), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return "@" + (label or target[1:])
    if target.startswith("#"):
        return "#" + (label or target[1:])
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _event(body: dict[str, Any], app: App) -> Incoming | None:
    event = body["event"]
    kind, subtype = event["type"], event.get("subtype") or ""
    if kind == "message" and subtype == "message_changed":
        return _edit(body, event, app)
    if kind not in ("message", "app_mention") or subtype not in SPOKEN_SUBTYPES or _is_bots(event, app):
        return None
    private = _is_direct(event)
    if kind == "message" and not private:
        return None
    speaker = _speaker(event, body, app)
    text, forwarded = _text(event, app, mention=kind == "app_mention")
    ts, thread = str(event["ts"]), event.get("thread_ts")
    message = Message(
        id=ts,
        at=moment(ts),
        speaker=speaker or Speaker(platform=NAME, workspace="", user_id=""),
        place=_place(app, event["channel"], None if private else str(thread or ts), private=private),
        text=text,
        answers=str(thread) if thread and thread != ts else None,
        forwarded=forwarded,
    )
    return message if text and speaker is not None else None


def _edit(body: dict[str, Any], event: dict[str, Any], app: App) -> Edit | None:
    new = event["message"]
    before = event.get("previous_message") or {}
    # a link preview or a detected language changes a message too, without anyone having rewritten it
    rewritten = new.get("edited") and new.get("text") != before.get("text")
    if (
        not rewritten
        or not _is_direct(event)
        or _is_bots(new, app)
        or (new.get("subtype") or "") not in SPOKEN_SUBTYPES
    ):
        return None
    speaker = _speaker(new, body, app)
    text, _ = _text(new, app, mention=False)
    if speaker is None or not text:
        return None
    written, rewritten_at = str(new["ts"]), str(new["edited"]["ts"])
    return Edit(
        id=f"{written}/{rewritten_at}",
        at=moment(rewritten_at),
        speaker=speaker,
        place=_place(app, event["channel"], None, private=True),
        text=text,
        edits=written,
    )


def _click(body: dict[str, Any], app: App) -> Click | None:
    action = body["actions"][0]
    token = action.get("value") or (action.get("selected_option") or {}).get("value")
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    speaker = _presser(body, app)
    if not isinstance(token, str) or not token or not channel or speaker is None:
        return None
    private = str(channel).startswith("D")
    message = body.get("message") or {}
    on = str(container.get("message_ts") or message.get("ts") or "") or None
    if container.get("is_ephemeral") and not private:
        place = _place(app, f"{channel}{EPHEMERAL}{speaker.user_id}", None, private=True)
    else:
        place = _place(app, channel, None if private else message.get("thread_ts") or on, private=private)
    return Click(
        id=str(body["trigger_id"]),
        at=moment(str(action["action_ts"])),
        speaker=speaker,
        place=place,
        token=token,
        on=on,
    )


def _slash(body: dict[str, Any], app: App, kept: dict[str, Any]) -> Message | None:
    team, user = str(body["team_id"]), str(body["user_id"])
    if app.team and team != app.team:
        return None
    # Anyone may type the command in any conversation, also where the bot is no member: the answer is for them alone.
    place = _place(app, f"{body['channel_id']}{EPHEMERAL}{user}", None, private=True, team=team)
    return Message(
        id=str(body["trigger_id"]),
        at=datetime.fromisoformat(kept["at"]),
        speaker=Speaker(platform=NAME, workspace=team, user_id=user, shown_name=str(body.get("user_name") or "")),
        place=place,
        text=plain_text(str(body.get("text") or "")).strip() or "help",
    )


def _is_direct(event: dict[str, Any]) -> bool:
    return event.get("channel_type") == "im" or (
        not event.get("channel_type") and str(event["channel"]).startswith("D")
    )


def _is_bots(event: dict[str, Any], app: App) -> bool:
    return bool(event.get("bot_id")) or (app.user != "" and event.get("user") == app.user)


def _speaker(event: dict[str, Any], body: dict[str, Any], app: App) -> Speaker | None:
    user = event["user"]
    if not isinstance(user, str) or not user:
        raise ValueError("a Slack message without a user")
    team = str(event.get("user_team") or event.get("source_team") or event.get("team") or body.get("team_id") or "")
    if not team or (app.team and team != app.team):
        return None
    return Speaker(platform=NAME, workspace=team, user_id=user)


def _presser(body: dict[str, Any], app: App) -> Speaker | None:
    user = body["user"]
    team = str(user.get("team_id") or (body.get("team") or {}).get("id") or "")
    if not team or (app.team and team != app.team):
        return None
    name = str(user.get("name") or user.get("username") or "")
    return Speaker(platform=NAME, workspace=team, user_id=str(user["id"]), shown_name=name)


def _place(app: App, channel: object, thread: object, *, private: bool, team: str = "") -> Place:
    if not isinstance(channel, str) or not channel:
        raise ValueError("a Slack payload without a channel")
    return Place(
        platform=NAME,
        workspace=app.team or team,
        chat_id=channel,
        thread_id=str(thread) if thread else None,
        private=private,
    )


def _text(event: dict[str, Any], app: App, *, mention: bool) -> tuple[str, Forwarded | None]:
    wire = event.get("text") or ""
    if not isinstance(wire, str):
        raise TypeError("text")
    if mention and app.user:
        wire = re.sub(rf"<@{re.escape(app.user)}(\|[^>]*)?>[:,،]?", " ", wire, count=1)
    elif mention:
        wire = re.sub(r"^\s*<@\w+(\|[^>]*)?>[:,،]?", " ", wire)
    forwarded = None
    for share in event.get("attachments") or ():
        if share.get("is_share") or share.get("is_msg_unfurl"):
            at = moment(str(share["ts"])) if share.get("ts") else None
            forwarded = Forwarded(author=str(share.get("author_name") or ""), at=at)
            wire = "\n".join(part for part in (wire, str(share.get("text") or "")) if part)
    emoji = _emoji(event.get("blocks") or ())
    if emoji:
        wire = _SHORTCODE.sub(lambda found: emoji.get(found[1], found[0]), wire)
    return plain_text(wire).strip(), forwarded


def _emoji(blocks: Any) -> dict[str, str]:
    """The characters behind ``:thumbsup:`` and its like, which Slack puts in the text for every emoji typed."""
    found: dict[str, str] = {}
    waiting: list[Any] = list(blocks)
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if part.get("type") == "emoji" and part.get("unicode"):
                found[str(part["name"])] = "".join(chr(int(point, 16)) for point in str(part["unicode"]).split("-"))
            waiting.extend(part.get("elements") or ())
    return found
