"""The Web API methods of the fake: arguments in, an answer or a Refusal out. The effects land in the workspace."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any

from tests.fakes import slack_blocks as blocks_of
from tests.fakes.slack_state import APP, BOT_ID, BOT_USER, SCOPES, TEAM, Channel, Delivery, Refusal, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT_LIMIT = 40_000
RESPONSE_USES = 5
RESPONSE_SECONDS = 1800


class Methods:
    """One method of this class for one of Slack's, dots written as underscores. ``echo`` hears of each message and change."""

    def __init__(self, workspace: Workspace, base: str, echo: Callable[[Channel, dict[str, Any]], None]) -> None:
        self.w = workspace
        self.base = base
        self.echo = echo
        self.scopes = set(SCOPES.split(","))

    def call(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """Carry a method out. Raises Refusal."""
        found = getattr(self, "do_" + method.replace(".", "_"), None)
        if found is None:
            raise Refusal("unknown_method", req_method=method)
        return {"ok": True, **found(given)}

    def do_auth_test(self, given: dict[str, Any]) -> dict[str, Any]:
        """Who the token belongs to."""
        del given
        return {
            "url": self.base,
            "team": "Daftar",
            "user": "daftar",
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT_ID,
        }

    def do_users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        """One person."""
        user = self.w.users.get(str(given.get("user")))
        if user is None:
            raise Refusal("user_not_found")
        return {"user": user}

    def do_conversations_open(self, given: dict[str, Any]) -> dict[str, Any]:
        """The direct channel with a person."""
        channel = self.w.direct(str(given.get("users", "")).split(",")[0])
        return {"channel": {"id": channel.id}}

    def do_users_conversations(self, given: dict[str, Any]) -> dict[str, Any]:
        """The bot's direct channels, page by page."""
        if "im" not in str(given.get("types", "")).split(","):
            return {"channels": []}
        if "im:read" not in self.scopes:
            raise Refusal("missing_scope", needed="im:read")
        directs = [each for each in self.w.channels.values() if each.direct]
        start, limit = int(given.get("cursor") or 0), int(given.get("limit") or 100)
        return {
            "channels": [{"id": each.id, "is_im": True, "user": each.user} for each in directs[start : start + limit]],
            "response_metadata": {"next_cursor": str(start + limit) if start + limit < len(directs) else ""},
        }

    do_conversations_list = do_users_conversations

    def do_conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        """Newest first, without replies in threads."""
        channel = self._readable(given)
        return self._page(
            [each for each in channel.messages if each.get("thread_ts", each["ts"]) == each["ts"]], given, newest=True
        )

    def do_conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        """A thread, oldest first."""
        channel = self._readable(given)
        ts = str(given.get("ts"))
        if channel.message(ts) is None:
            raise Refusal("thread_not_found")
        return self._page(
            [each for each in channel.messages if ts in (each["ts"], each.get("thread_ts"))], given, newest=False
        )

    def _readable(self, given: dict[str, Any]) -> Channel:
        channel = self.w.channels.get(str(given.get("channel")))
        if channel is None:
            raise Refusal("channel_not_found")
        needed = "im:history" if channel.direct else "channels:history"
        if needed not in self.scopes:
            raise Refusal("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))
        if BOT_USER not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def _page(self, messages: list[dict[str, Any]], given: dict[str, Any], *, newest: bool) -> dict[str, Any]:
        oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or "inf")
        edge = str(given.get("inclusive") or "").lower() in ("1", "true")
        held = [
            each
            for each in messages
            if oldest < float(each["ts"]) < latest or (edge and float(each["ts"]) in (oldest, latest))
        ]
        if newest:
            held.reverse()
        start, limit = int(given.get("cursor") or 0), min(int(given.get("limit") or 100), 999)
        shown = [dict(each) for each in held[start : start + limit]]
        if str(given.get("include_all_metadata") or "").lower() not in ("1", "true"):
            for each in shown:
                each.pop("metadata", None)
        more = start + limit < len(held)
        return {
            "messages": shown,
            "has_more": more,
            "response_metadata": {"next_cursor": str(start + limit) if more else ""},
        }

    def do_chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        """Post."""
        channel = self.w.postable(str(given.get("channel") or ""))
        self._checked(given)
        message = self._made(given)
        if given.get("thread_ts"):
            message["thread_ts"] = str(given["thread_ts"])
        channel.messages.append(message)
        self._enter("chat.postMessage", channel, message["ts"], given)
        self.echo(channel, {"type": "message", **message})
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    def do_chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        """Rewrite one of the bot's own messages; without blocks they are dropped."""
        channel = self.w.postable(str(given.get("channel") or ""))
        message = channel.message(str(given.get("ts")))
        if message is None:
            raise Refusal("message_not_found")
        if message.get("bot_id") != BOT_ID:
            raise Refusal("cant_update_message")
        self._checked(given)
        before = dict(message)
        message.update(text=given.get("text", ""), edited={"user": BOT_USER, "ts": self.w.ts()})
        message["blocks"] = given.get("blocks") or []
        if given.get("metadata") is not None:
            message["metadata"] = given["metadata"]
        self._enter("chat.update", channel, message["ts"], given)
        self.echo(channel, {"type": "message", "subtype": "message_changed", "hidden": True, "ts": self.w.ts(),
                            "message": dict(message), "previous_message": before})  # fmt: skip
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}

    def do_chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        """Show to one member of the channel; leaves nothing in the history."""
        channel = self.w.postable(str(given.get("channel") or ""))
        user = str(given.get("user") or "")
        if user not in channel.members:
            raise Refusal("user_not_in_channel")
        self._checked(given)
        ts = self.w.ts()
        self._enter("chat.postEphemeral", channel, ts, given, user=user)
        return {"message_ts": ts}

    def do_reactions_add(self, given: dict[str, Any]) -> dict[str, Any]:
        """React."""
        channel = self.w.postable(str(given.get("channel") or ""))
        message = channel.message(str(given.get("timestamp")))
        if message is None:
            raise Refusal("message_not_found")
        message.setdefault("reactions", []).append(str(given.get("name")))
        return {}

    def do_views_publish(self, given: dict[str, Any]) -> dict[str, Any]:
        """A person's home tab."""
        view = self._view(given.get("view"))
        self.w.views[str(given.get("user_id"))] = view
        return {"view": view}

    def do_views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        """A modal, for a trigger that was not used yet and is not older than three seconds."""
        ends = self.w.triggers.pop(str(given.get("trigger_id")), None)
        if ends is None:
            raise Refusal("exchanged_trigger_id")
        if ends < time.monotonic():
            raise Refusal("expired_trigger_id")
        view = self._view(given.get("view"))
        self.w.views[view["id"]] = view
        return {"view": view}

    def _view(self, view: Any) -> dict[str, Any]:
        if not isinstance(view, dict):
            raise Refusal("invalid_arguments")
        titles = [view[name]["text"] for name in ("title", "submit", "close") if view.get(name)]
        wrong = blocks_of.problems(view.get("blocks"), view=True) + [each for each in titles if len(each) > 24]
        if wrong:
            raise Refusal("invalid_arguments", response_metadata={"messages": wrong})
        return {**view, "id": "V" + secrets.token_hex(5).upper(), "hash": f"{time.time():.3f}.{secrets.token_hex(4)}"}

    def do_files_getUploadURLExternal(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        """The first step of an upload."""
        name, length = str(given.get("filename") or ""), int(given.get("length") or 0)
        if not name or not length:
            raise Refusal("invalid_arguments")
        file = "F" + secrets.token_hex(5).upper()
        self.w.files[file] = {"id": file, "name": name, "size": length, "data": None}
        return {"file_id": file, "upload_url": f"{self.base}upload/{file}"}

    def do_files_completeUploadExternal(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - Slack's own name
        """The last step of an upload: from here people see it."""
        files = [self.w.files.get(str(each.get("id"))) for each in given.get("files") or []]
        if not files or any(each is None or each["data"] is None for each in files):
            raise Refusal("file_not_found")
        told = [{key: each[key] for key in ("id", "name", "size")} for each in files if each]
        if given.get("channel_id"):
            channel = self.w.postable(str(given["channel_id"]))
            message = {
                **self._made({"text": given.get("initial_comment") or ""}),
                "files": told,
                "subtype": "file_share",
            }
            if given.get("thread_ts"):
                message["thread_ts"] = str(given["thread_ts"])
            channel.messages.append(message)
            for each in told:
                self._enter("files.completeUploadExternal", channel, message["ts"], given, file=each)
            self.echo(channel, {"type": "message", **message})
        return {"files": told}

    def respond(self, key: str, given: dict[str, Any]) -> None:
        """A post to a ``response_url``: five uses within thirty minutes, for one person unless it says otherwise."""
        held = self.w.responses.get(key)
        if held is None or held["uses"] >= RESPONSE_USES or time.monotonic() - held["at"] > RESPONSE_SECONDS:
            raise Refusal("expired_url")
        held["uses"] += 1
        channel = self.w.channels.get(held["channel"]) or Channel(id=held["channel"])
        user = "" if given.get("response_type") == "in_channel" else held["user"]
        self._enter("response_url", channel, self.w.ts(), given, user=user)

    def _checked(self, given: dict[str, Any]) -> None:
        blocks, text = given.get("blocks"), str(given.get("text") or "")
        if not blocks and not text:
            raise Refusal("no_text")
        if len(text) > TEXT_LIMIT:
            raise Refusal("msg_too_long")
        wrong = blocks_of.problems(blocks) if blocks else []
        if wrong:
            raise Refusal("invalid_blocks", response_metadata={"messages": wrong})
        if blocks and blocks_of.too_long(blocks):
            raise Refusal("msg_blocks_too_long")

    def _made(self, given: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {
            "type": "message",
            "user": BOT_USER,
            "bot_id": BOT_ID,
            "app_id": APP,
            "team": TEAM,
            "ts": self.w.ts(),
        }
        made.update(text=given.get("text") or "", blocks=given.get("blocks") or [])
        if given.get("metadata") is not None:
            made["metadata"] = given["metadata"]
        return made

    def _enter(
        self,
        method: str,
        channel: Channel,
        ts: str,
        given: dict[str, Any],
        *,
        user: str = "",
        file: dict[str, Any] | None = None,
    ) -> None:
        payload = (given.get("metadata") or {}).get("event_payload") or {}
        self.w.enter(
            Delivery(
                at=time.time(),
                method=method,
                channel=channel.id,
                ts=ts,
                text=blocks_of.seen_text(str(given.get("text") or ""), given.get("blocks") or []),
                blocks=given.get("blocks") or [],
                thread_ts=str(given.get("thread_ts") or ""),
                mark=str(payload.get("d") or ""),
                part=int(payload.get("n") or 0),
                user=user,
                file_name=file["name"] if file else None,
                file_size=file["size"] if file else 0,
                active=blocks_of.active(given) if not file else [],
            )
        )
