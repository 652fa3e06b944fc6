"""What people do in the fake Slack: say, rewrite, mention, press, command; and the payloads in which Slack tells of it."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any

from tests.fakes.slack_state import APP, BOT_USER, TEAM, Channel, Refusal, Workspace

if TYPE_CHECKING:
    from tests.fakes.slack_socket import SocketMode


class People:
    """The part of the server that acts for people. Each act returns Slack's id of it."""

    workspace: Workspace
    socket: SocketMode

    _echoes: bool

    @property
    def api_base(self) -> str:
        """What stands before a method."""
        raise AttributeError("the server knows its port")

    def _add_user(self, user: str, **fields: Any) -> str:
        self.workspace.add_user(user, **fields)
        return "" if fields.get("deleted") else self.workspace.direct(user).id

    def _add_channel(self, channel: str, members: list[str] | None = None, *, archived: bool = False) -> str:
        return self.workspace.add_channel(channel, members, archived=archived).id

    def _say(self, user: str, text: str, *, thread_ts: str = "", **more: Any) -> str:
        message = self.message(self.workspace.direct(user), user, text, thread_ts=thread_ts, **more)
        self._event({**message, "channel": self.workspace.direct(user).id, "channel_type": "im"})
        return str(message["ts"])

    def _mention(self, user: str, channel: str, text: str, *, thread_ts: str = "", also_message: bool = False) -> str:
        message = self.message(self.workspace.channels[channel], user, f"<@{BOT_USER}> {text}", thread_ts=thread_ts)
        self._event({**message, "type": "app_mention", "channel": channel})
        if also_message:
            self._event({**message, "channel": channel, "channel_type": "channel"})
        return str(message["ts"])

    def _edit(self, user: str, ts: str, text: str) -> str:
        channel = self.workspace.direct(user)
        message = channel.message(ts)
        if message is None:
            raise Refusal("message_not_found")
        before = dict(message)
        message.update(text=text, edited={"user": user, "ts": self.workspace.ts()})
        self._event({"type": "message", "subtype": "message_changed", "hidden": True, "channel": channel.id,
                     "channel_type": "im", "ts": self.workspace.ts(), "message": dict(message),
                     "previous_message": before})  # fmt: skip
        return str(message["edited"]["ts"])

    def _click(self, user: str, token: str, *, channel: str = "", ts: str = "") -> str:
        payload = self.pressed(user, token, channel or self.workspace.direct(user).id, ts)
        self.socket.give("interactive", payload)
        return str(payload["trigger_id"])

    def _slash(self, user: str, text: str, channel: str, command: str = "/crm") -> str:
        payload = {"token": "v", "team_id": TEAM, "team_domain": "daftar", "channel_id": channel, "user_id": user,
                   "channel_name": "directmessage" if channel.startswith("D") else "general", "command": command,
                   "user_name": user.lower(), "text": text, "api_app_id": APP, "is_enterprise_install": "false",
                   "response_url": self._response_url(channel, user), "trigger_id": self.workspace.trigger()}  # fmt: skip
        self.socket.give("slash_commands", payload)
        return str(payload["trigger_id"])

    def _give(self, payload: dict[str, Any], kind: str = "events_api") -> list[str]:
        return self.socket.give(kind, payload)

    def message(self, channel: Channel, user: str, text: str, *, thread_ts: str = "", **more: Any) -> dict[str, Any]:
        """Somebody's message, put into the channel's history."""
        message = {"type": "message", "user": user, "text": text, "ts": self.workspace.ts(), "team": TEAM,
                   "client_msg_id": secrets.token_hex(16), **more}  # fmt: skip
        if thread_ts:
            message["thread_ts"] = thread_ts
        channel.messages.append(message)
        return message

    def pressed(self, user: str, token: str, channel: str, ts: str) -> dict[str, Any]:
        """The payload of a press on a button, on a message that may be gone."""
        message = self.workspace.channels[channel].message(ts) if channel in self.workspace.channels else None
        return {
            "type": "block_actions",
            "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
            "api_app_id": APP,
            "token": "v",
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": message is None},
            "trigger_id": self.workspace.trigger(),
            "team": {"id": TEAM, "domain": "daftar"},
            "channel": {"id": channel, "name": "directmessage" if channel.startswith("D") else "general"},
            **({"message": dict(message)} if message else {}),
            "response_url": self._response_url(channel, user),
            "actions": [{"action_id": "key1", "block_id": "b1", "type": "button", "value": token,
                         "text": {"type": "plain_text", "text": "…"}, "action_ts": self.workspace.ts()}],
        }  # fmt: skip

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event in the wrapper in which Slack sends it."""
        return {"token": "v", "team_id": TEAM, "context_team_id": TEAM, "api_app_id": APP, "type": "event_callback",
                "event": {"event_ts": event.get("ts"), **event}, "event_id": "Ev" + secrets.token_hex(6).upper(),
                "event_time": int(time.time()), "is_ext_shared_channel": False,
                "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}]}  # fmt: skip

    def _event(self, event: dict[str, Any]) -> None:
        self.socket.give("events_api", self.event(event))

    def _echo(self, channel: Channel, event: dict[str, Any]) -> None:
        if self._echoes and channel.direct:
            self._event({**event, "channel": channel.id, "channel_type": "im"})

    def _response_url(self, channel: str, user: str) -> str:
        key = secrets.token_hex(8)
        self.workspace.responses[key] = {"channel": channel, "user": user, "uses": 0, "at": time.monotonic()}
        return f"{self.api_base}respond/{key}"
