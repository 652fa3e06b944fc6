"""The addresses at which Slack takes an answer to what somebody has just done (``response_url``): five uses in thirty minutes.

They are held in memory alone: whoever has one may post with it. With them an ephemeral message can be rewritten, and somebody
who typed the command where the bot is no member gets the answer there. When none is held, the answer goes another way.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections import OrderedDict
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from adapters.slack.client import is_loopback
from adapters.slack.failures import SERVER_FAULT, failure
from adapters.slack.read import EPHEMERAL
from bot.platform import MaybeSent

if TYPE_CHECKING:
    from slack_sdk import WebClient

USES = 5
SECONDS = 29 * 60.0
KEPT = 2000
HOST = "hooks.slack.com"


@dataclass
class _Held:
    url: str
    ends: float
    uses: int = USES


class Responses:
    """What is held of them. Safe to use from several threads."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._held: OrderedDict[tuple[str, str], _Held] = OrderedDict()
        self._lock = threading.Lock()

    def hear(self, payload: dict[str, Any]) -> None:
        """Hold the address of a payload that has one: for the place of its sender, and for the message that was pressed."""
        url = payload.get("response_url")
        user = payload.get("user_id") or (payload.get("user") or {}).get("id")
        container = payload.get("container") or {}
        channel = payload.get("channel_id") or (payload.get("channel") or {}).get("id") or container.get("channel_id")
        if not isinstance(url, str) or not user or not channel or not self._ours(url):
            return
        held = _Held(url, time.monotonic() + SECONDS)
        place = f"{channel}{EPHEMERAL}{user}"
        with self._lock:
            self._held[(place, "")] = held
            if container.get("message_ts"):
                self._held[(place, str(container["message_ts"]))] = held
            while len(self._held) > KEPT:
                self._held.popitem(last=False)

    def post(self, place: str, on: str, told: dict[str, Any]) -> bool:
        """Post there; false where no address is held (any more), or Slack surely has not taken it. ``on``: the message that was pressed.

        Raises MaybeSent where it may have: a second way would show the same to somebody twice.
        """
        with self._lock:
            held = self._held.get((place, on))
            if held is None or held.uses <= 0 or held.ends < time.monotonic():
                return False
            held.uses -= 1
        body = json.dumps(told).encode()
        request = urllib.request.Request(held.url, body, {"Content-Type": "application/json"})  # noqa: S310 - checked by _ours
        proxies = {"http": self._client.proxy, "https": self._client.proxy} if self._client.proxy else None
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=self._client.ssl)
        )
        try:
            with opener.open(request, timeout=self._client.timeout) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's word for yes
        except HTTPError as refused:
            if refused.code >= SERVER_FAULT:
                raise MaybeSent(f"slack: status {refused.code} from a response address") from None
            return False
        except (OSError, HTTPException) as wrong:
            known = failure(wrong)
            if isinstance(known, MaybeSent):
                raise known from None
            return False

    def _ours(self, url: str) -> bool:
        to, base = urlsplit(url), urlsplit(self._client.base_url)
        if to.username or to.password:
            return False
        if is_loopback(base.hostname or ""):
            return (to.scheme, to.netloc) == (base.scheme, base.netloc)
        return to.scheme == "https" and to.hostname == HOST and to.port in (None, 443)
