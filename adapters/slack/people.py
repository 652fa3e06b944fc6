"""Who is a full member of the bot's own workspace: asked of Slack, remembered for ten minutes (RELIABILITY SEC3).

The verdict is put beside the payload when it is committed, so that reading it later stays pure and a deactivated person has
no access ten minutes later. When Slack cannot be asked, an older verdict holds; where there is none the person passes
as ``member``: only a paired one is anybody to the notebook.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from slack_sdk import WebClient

Standing = Literal["member", "guest", "stranger", "deactivated", "bot"]
KEPT_SECONDS = 600.0
ASK_AGAIN_SECONDS = 30.0


class People:
    """A cache of ``users.info``. Safe to use from several threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[str, tuple[Standing, float]] = {}
        self._names: dict[str, str] = {}
        self._lock = threading.Lock()

    def standing(self, user: str, team: str) -> Standing:
        """What that person is to the workspace ``team``. Waits for Slack at most the client's time-out."""
        with self._lock:
            known = self._known.get(user)
        now = time.monotonic()
        if known is not None and known[1] > now:
            return known[0]
        try:
            told: dict[str, Any] = self._client.users_info(user=user).get("user") or {}
            verdict, until = judged(told, team), now + KEPT_SECONDS
            self._names[user] = _name(told)
        except Exception:  # noqa: BLE001 - whatever it was, the person's message must not be lost over it
            verdict, until = (known[0] if known else "member"), now + ASK_AGAIN_SECONDS
        with self._lock:
            self._known[user] = (verdict, until)
        return verdict

    def name(self, user: str) -> str:
        """What that person is called; empty where Slack does not tell."""
        if user not in self._names:
            self.standing(user, "")
        return self._names.get(user, "")


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile") or {}
    return str(
        user.get("real_name") or profile.get("real_name") or profile.get("display_name") or user.get("name") or ""
    )


def judged(user: dict[str, Any], team: str) -> Standing:
    """The standing of a ``users.info`` user towards a workspace."""
    if user.get("deleted"):
        return "deactivated"
    if user.get("is_bot") or user.get("is_workflow_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or (team and user.get("team_id") not in (None, "", team)):
        return "stranger"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "guest"
    return "member"
