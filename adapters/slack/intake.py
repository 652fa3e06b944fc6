"""What happens to a payload at the moment it is received: it is committed to the inbox, once, with what only that moment knows.

A question that Slack wants answered in the acknowledgement is answered here: customers while a name is typed, and blanks of a modal that are
missing. Both read nothing but what the rep may see, and write nothing.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from adapters.slack.client import quiet_logger
from adapters.slack.read import NAME
from adapters.slack.views import missing, option
from bot.language.bidi import begun_in
from bot.messages import Speaker
from core.talking.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Generator

    from adapters.slack.people import People
    from adapters.slack.read import App
    from adapters.slack.responses import Responses
    from bot.platform import Inbox
    from core.clock import Clock

GESTURES_KEPT = 4096
OPTIONS = 100
"""So many may be given for one blank."""

_log = quiet_logger("daftar.slack")


class Intake:
    """Commits payloads to the inbox with the keys that make a repeated one harmless."""

    def __init__(self, inbox: Inbox, app: App, people: People, clock: Clock, responses: Responses) -> None:
        self._inbox = inbox
        self._app = app
        self._people = people
        self._clock = clock
        self._responses = responses
        self._gestures: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._gathering = threading.local()
        self.closed = False

    @contextmanager
    def gathered(self) -> Generator[list[Raw]]:
        """What this thread keeps within the block is only gathered in this list; ``put`` commits it."""
        rows: list[Raw] = []
        self._gathering.rows = rows
        try:
            yield rows
        finally:
            self._gathering.rows = None

    def put(self, rows: list[Raw]) -> int:
        """Commit gathered payloads in one transaction; how many were new. Raises what the inbox raises; nothing of them is kept then."""
        return sum(self._inbox.put_many(rows))

    def take(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        """Keep a payload, and what Slack is to be answered beside the acknowledgement; None for nothing. Raises what ``keep`` raises."""
        if payload.get("type") == "block_suggestion":
            return {"options": [option(value, shown, begun_in(shown)) for value, shown in self._found(payload)]}
        if payload.get("type") == "view_submission" and (lacking := missing(payload.get("view") or {})):
            return {"response_action": "errors", "errors": lacking}
        self.keep(payload)
        return None

    def _found(self, payload: dict[str, Any]) -> list[tuple[str, str]]:
        """What may stand in a customer's blank, for a linked member alone. Nothing is kept: it is a question of a moment."""
        try:
            user, team = _sender(payload)
            if not user or (team or self._app.team) != self._app.team or self._standing(user, team) != "member":
                return []
            speaker = Speaker(platform=NAME, workspace=self._app.team, user_id=user)
            return self._inbox.found_so_far(speaker, str(payload.get("value") or ""))[:OPTIONS]
        except Exception as wrong:  # noqa: BLE001 - an empty list is all that a reader of it can be told
            _log.warning("customers could not be looked for (%s)", type(wrong).__name__)
            return []

    def keep(self, payload: dict[str, Any], fallback_id: str = "") -> bool:
        """Commit one payload; false where it was there already or is our own echo. Raises what the inbox raises, and RuntimeError once closed: then it must not be confirmed.

        ``fallback_id`` identifies a payload that has no id of its own.
        """
        if self.closed:
            raise RuntimeError("stopping")
        if self._own(payload):
            return False
        kept: dict[str, Any] = {
            "at": self._clock.now().isoformat(),
            "app": vars(self._app),
        }
        gesture, chat = None, ""
        ext_id = identified(payload) or fallback_id or _digest(payload)
        try:
            user, team = _sender(payload)
            kept["sender"] = self._standing(user, team)
            gesture, chat = self._gesture(payload), _chat(payload)
            self._responses.hear(payload)
            author = (payload.get("message") or {}).get("user") if payload.get("type") == "message_action" else None
            if kept["sender"] == "member" and isinstance(author, str):
                kept["author"] = self._people.name(author)
        except (AttributeError, KeyError, TypeError, ValueError):
            # It makes no sense here and will make none to the worker, which puts it aside; it must not come again for ever.
            kept["sender"] = "member"
        raw = Raw(ext_id, {**payload, "daftar": kept}, gesture, chat)
        rows: list[Raw] | None = getattr(self._gathering, "rows", None)
        if rows is not None:
            rows.append(raw)
            return True
        return self._inbox.put_many([raw])[0]

    def _standing(self, user: str, team: str) -> str:
        if team and self._app.team and team != self._app.team:
            return "stranger"
        return self._people.standing(user, self._app.team) if user else "member"

    def _own(self, payload: dict[str, Any]) -> bool:
        """Whether this is the echo of our own message, which Slack tells us of in every direct channel."""
        event = payload.get("event")
        if not isinstance(event, dict):
            return False
        told = event.get("message") if event.get("subtype") == "message_changed" else event
        if not isinstance(told, dict):
            return False
        user, bot = told.get("user"), told.get("bot_id")
        return bool((self._app.bot and bot == self._app.bot) or (self._app.user and user == self._app.user))

    def _gesture(self, payload: dict[str, Any]) -> str | None:
        """One key for all the events of one gesture: a mention comes as ``message`` and ``app_mention``.

        The key is ``client_msg_id``, or ``ts`` where there is none; for one message the one that was seen first. An event that says
        neither is no gesture: two of them are not one, whatever they are.
        """
        event = payload.get("event")
        if not isinstance(event, dict) or event.get("type") not in ("message", "app_mention"):
            return None
        channel, ts = str(event.get("channel")), str(event.get("ts") or "")
        if event.get("subtype") == "message_changed":
            edited = (event.get("message") or {}).get("edited") or {}
            return f"{self._app.team}/{channel}/edit/{(event.get('message') or {}).get('ts')}/{edited.get('ts') or ts}"
        if event.get("subtype") == "message_deleted":
            deleted = event.get("deleted_ts")
            return f"{self._app.team}/{channel}/delete/{deleted}" if deleted else None
        if not ts:
            said = event.get("client_msg_id")
            return f"{self._app.team}/{channel}/{said}" if said else None
        key = self._gestures.setdefault((channel, ts), str(event.get("client_msg_id") or ts))
        while len(self._gestures) > GESTURES_KEPT:
            self._gestures.popitem(last=False)
        return f"{self._app.team}/{channel}/{key}"


def identified(payload: dict[str, Any]) -> str:
    """Slack's own id of a payload: ``event_id``, a view's id and hash, else ``trigger_id``; empty where there is none."""
    if payload.get("event_id"):
        return str(payload["event_id"])
    view = payload.get("view")
    if payload.get("type") in ("view_submission", "view_closed") and isinstance(view, dict):
        return f"{view.get('id')}:{view.get('hash')}"
    return str(payload.get("trigger_id") or "")


def _digest(payload: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def _sender(payload: dict[str, Any]) -> tuple[str, str]:
    """The user id and, where it is told, the team id of whoever made this payload."""
    event = payload.get("event")
    if isinstance(event, dict):
        told = event.get("message") if event.get("subtype") == "message_changed" else event
        told = told if isinstance(told, dict) else {}
        user = told.get("user")
        team = told.get("user_team") or told.get("source_team") or told.get("team")
        return (user if isinstance(user, str) else ""), (team if isinstance(team, str) else "")
    user = payload.get("user")
    if isinstance(user, dict):
        return str(user.get("id") or ""), str(user.get("team_id") or "")
    return str(payload.get("user_id") or ""), str(payload.get("team_id") or "")


def _chat(payload: dict[str, Any]) -> str:
    event = payload.get("event")
    if isinstance(event, dict):
        return str(event.get("channel") or "")
    channel = payload.get("channel")
    if isinstance(channel, dict):
        return str(channel.get("id") or "")
    return str(payload.get("channel_id") or (payload.get("container") or {}).get("channel_id") or "")
