"""What the fake Slack keeps: one workspace, its people, channels and messages, and the ledger of every send."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Any

TEAM = "T0DAFTAR"
APP = "A0DAFTAR"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
BOT_TOKEN = "xoxb-fake-1234567890"
APP_TOKEN = "xapp-fake-1234567890"
SCOPES = (
    "app_mentions:read,chat:write,commands,files:read,files:write,im:history,im:read,im:write,reactions:write,"
    "users:read,users:read.email"
)


class Refusal(Exception):
    """``ok: false`` with Slack's code and whatever else the answer tells."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.answer = {"ok": False, "error": code, **more}


@dataclass
class Channel:
    """A direct channel (``user`` is set) or a public one, with its messages oldest first."""

    id: str
    user: str = ""
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def direct(self) -> bool:
        """Whether it is the bot's direct channel with ``user``."""
        return self.id.startswith("D")

    def message(self, ts: str) -> dict[str, Any] | None:
        """The message with that timestamp."""
        return next((each for each in reversed(self.messages) if each["ts"] == ts), None)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One effect in the ledger: a message, a rewriting, an ephemeral, a file. ``at`` is seconds since 1970."""

    at: float
    method: str
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str = ""
    mark: str = ""
    part: int = 0
    user: str = ""
    file_name: str | None = None
    file_size: int = 0
    active: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


class Workspace:
    """The rows. Not safe to use from several threads; the server's loop owns it."""

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, Channel] = {}
        self.directs: dict[str, str] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, float] = {}
        self.trigger_seconds = 3.0
        self.responses: dict[str, dict[str, Any]] = {}
        self.ledger: list[Delivery] = []
        self._last_ts = 0
        self.add_user(BOT_USER, name="daftar", is_bot=True)

    def add_user(self, user: str, **fields: Any) -> dict[str, Any]:
        """A member of the workspace unless the fields say otherwise (``is_restricted``, ``deleted``, ``team_id``, …)."""
        told = {
            "id": user,
            "team_id": TEAM,
            "name": user.lower(),
            "deleted": False,
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "tz": "Asia/Riyadh",
        }
        self.users[user] = {**told, **self.users.get(user, {}), **fields}
        return self.users[user]

    def add_channel(self, channel: str, members: list[str] | None = None, *, archived: bool = False) -> Channel:
        """A public channel; the bot is in it unless ``members`` leaves it out."""
        made = Channel(id=channel, members=set(members if members is not None else [BOT_USER]), archived=archived)
        self.channels[channel] = made
        return made

    def direct(self, user: str) -> Channel:
        """The bot's direct channel with that person, opened when it is not there. Raises Refusal as Slack does."""
        if user not in self.users:
            raise Refusal("user_not_found")
        if self.users[user]["deleted"]:
            raise Refusal("user_disabled")
        if user not in self.directs:
            self.directs[user] = "D" + user[1:]
            made = Channel(id=self.directs[user], user=user, members={user, BOT_USER})
            self.channels[made.id] = made
        return self.channels[self.directs[user]]

    def postable(self, channel: str) -> Channel:
        """The channel a post goes to. Raises Refusal."""
        if channel[:1] in ("U", "W"):
            return self.direct(channel)
        found = self.channels.get(channel)
        if found is None or (found.direct and self.users[found.user]["deleted"]):
            raise Refusal("channel_not_found")
        if found.archived:
            raise Refusal("is_archived")
        if BOT_USER not in found.members:
            raise Refusal("not_in_channel")
        return found

    def ts(self) -> str:
        """A timestamp that no other message has."""
        self._last_ts = max(self._last_ts + 1, int(time.time() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def trigger(self) -> str:
        """A trigger id, good for one use within ``trigger_seconds``: Slack's three, unless a test must not depend on them."""
        made = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**9)}.{secrets.token_hex(16)}"
        self.triggers[made] = time.monotonic() + self.trigger_seconds
        return made

    def enter(self, delivery: Delivery) -> None:
        """Write an effect into the ledger."""
        self.ledger.append(delivery)
