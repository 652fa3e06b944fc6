"""The fake Slack with one rep and one channel, and the platform on it, as the contract wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.slack.platform import Slack
from tests.adapters.stand import Fault, Shown
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_blocks import buttons
from tests.fakes.slack_state import BOT_ID, BOT_USER

if TYPE_CHECKING:
    from slack_sdk import WebClient

USER, GROUP = "U0SARA", "C0SALES"
ON_THE_WIRE: dict[str, dict[str, Any]] = {
    "lost_answer": {"kind": "lost"},
    "reset": {"kind": "reset"},
    "server_error": {"kind": "error"},
    "garbage": {"kind": "garbage"},
    "slow_down": {"kind": "slow_down", "seconds": 7, "strict": False},
    "gone": {"kind": "refuse", "code": "channel_not_found"},
    "bad_request": {"kind": "refuse", "code": "restricted_action_read_only_channel"},
}


class SlackBench:
    """The fake Slack with one rep and one channel, and the platform on it."""

    faults = frozenset({"unreachable", *ON_THE_WIRE})
    user_id = USER
    group_id = GROUP

    def __init__(self, fake: FakeSlack) -> None:
        self.fake = fake
        self.chat_id = str(fake.do("add_user", user=USER, name="sara"))
        fake.do("add_channel", channel=GROUP)
        self.platform = Slack(fake.bot_token, fake.app_token, fake.api_base)
        self.platform.history.settle_seconds = 0.3
        self.platform.introduce()

    def text_update(self, text: str, *, group: bool = False, answers: str | None = None) -> dict[str, Any]:
        """A direct message, or a mention in the channel, as Slack sends it."""
        channel = self.fake.workspace.channels[GROUP if group else self.chat_id]
        wire = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if group:
            message = self.fake.message(channel, USER, f"<@{BOT_USER}> {wire}")
            return self.fake.event({**message, "type": "app_mention", "channel": GROUP})
        message = self.fake.message(channel, USER, wire, thread_ts=answers or "")
        return self.fake.event({**message, "channel": self.chat_id, "channel_type": "im"})

    def edit_update(self, text: str, of: dict[str, Any]) -> dict[str, Any]:
        """``message_changed`` for that message."""
        before = {
            key: value for key, value in of["event"].items() if key not in ("channel", "channel_type", "event_ts")
        }
        after = {**before, "text": text, "edited": {"user": USER, "ts": self.fake.workspace.ts()}}
        changed = {"subtype": "message_changed", "message": after, "previous_message": before}
        event = {"type": "message", "channel": self.chat_id, "channel_type": "im", "ts": self.fake.workspace.ts()}
        return self.fake.event({**event, **changed})

    def click_update(self, token: str, on: str) -> dict[str, Any]:
        """A press on a button of the message ``on``."""
        return self.fake.pressed(USER, token, self.chat_id, on)

    def ignored_updates(self) -> list[dict[str, Any]]:
        """Bots, our own echo, service messages, idle talk, other people's workspaces."""
        ts = self.fake.workspace.ts()
        direct = {"type": "message", "channel": self.chat_id, "channel_type": "im", "user": USER, "text": "x", "ts": ts}
        preview = {"subtype": "message_changed", "previous_message": direct, "message": {**direct, "attachments": [{}]}}
        return [
            self.fake.event(event)
            for event in (
                {**direct, "bot_id": BOT_ID, "user": BOT_USER},
                {**direct, "bot_id": "B0OTHER", "subtype": "bot_message"},
                {**direct, "subtype": "channel_join"},
                {**direct, "channel": GROUP, "channel_type": "channel"},
                {**direct, "user_team": "T0OTHER"},
                {**direct, "text": ""},
                {**direct, **preview},
                {"type": "reaction_added", "user": USER, "reaction": "eyes", "item": {"type": "message"}},
            )
        ]

    def poison_update(self) -> dict[str, Any]:
        """A message whose channel is an object and whose time is none."""
        return self.fake.event(
            {"type": "message", "channel": {"id": []}, "channel_type": "im", "user": USER, "ts": "then"}
        )

    def deliver(self, *updates: dict[str, Any]) -> None:
        """In envelopes over the socket."""
        for update in updates:
            kind = "events_api" if update.get("type") == "event_callback" else "interactive"
            self.fake.do("give", payload=update, kind=kind)

    def unconfirmed(self) -> int:
        """Envelopes without their acknowledgement."""
        return sum(each.state != "acked" for each in list(self.fake.socket.envelopes.values()))

    def shown(self) -> list[Shown]:
        """The ledger, oldest first."""
        return [
            Shown(
                message_id=each.ts,
                chat_id=each.channel,
                text=each.text,
                buttons=tuple(tuple(row) for row in buttons(each.blocks)),
                active=tuple(each.active),
                edits=each.ts if each.method == "chat.update" else None,
                file_name=each.file_name,
            )
            for each in self.fake.workspace.ledger
        ]

    def fault(self, name: Fault) -> None:
        """The next post meets it."""
        if name == "unreachable":
            _refuse_once(self.platform._client)
        else:
            self.fake.do("fault", **ON_THE_WIRE[name])


def _refuse_once(client: WebClient) -> None:
    """The next call finds nobody listening."""
    base, api_call = client.base_url, client.api_call

    def refused(*given: Any, **named: Any) -> Any:
        client.base_url = "http://127.0.0.1:9/api/"
        client.api_call = api_call  # type: ignore[method-assign]
        try:
            return api_call(*given, **named)
        finally:
            client.base_url = base

    client.api_call = refused  # type: ignore[method-assign]
