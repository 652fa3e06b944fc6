"""Asking Telegram and Slack who we are, for ``doctor`` and ``init``: one call each, nothing sent to anybody, no token in any message."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS: Final = 8.0
_MOST: Final = 1_000_000


@dataclass(frozen=True)
class Told:
    """An answer. ``error`` is the platform's own word for a refusal, ``unreachable`` why there was no answer; one of them is empty."""

    answer: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    unreachable: str = ""
    scopes: frozenset[str] = frozenset()
    at: datetime | None = None
    """The moment by the platform's clock, whole seconds."""

    @property
    def ok(self) -> bool:
        """Whether it was answered and not refused."""
        return not (self.error or self.unreachable)


def telegram(token: str, api_base: str, method: str) -> Told:
    """A method of the Bot API without arguments."""
    told = _ask(f"{api_base.rstrip('/')}/bot{token}/{method}", {})
    if told.unreachable or told.error:
        return told
    if not told.answer.get("ok"):
        return Told(error=str(told.answer.get("description", "refused")), at=told.at)
    result = told.answer.get("result")
    return Told(answer=result if isinstance(result, dict) else {}, at=told.at)


def slack(token: str, api_base: str, method: str) -> Told:
    """A method of Slack's Web API without arguments; ``scopes`` are the token's."""
    told = _ask(f"{api_base.rstrip('/')}/{method}", {"Authorization": f"Bearer {token}"})
    if told.unreachable or told.error:
        return told
    if not told.answer.get("ok"):
        return Told(error=str(told.answer.get("error", "refused")), at=told.at)
    return told


def _ask(url: str, headers: Mapping[str, str]) -> Told:
    # The address is the platform's own host or loopback: bot/settings.py accepts nothing else.
    request = Request(url, data=b"", headers=dict(headers), method="POST")  # noqa: S310
    try:
        with _opener(url).open(request, timeout=_SECONDS) as answer:
            return _read(answer.read(_MOST), answer.headers)
    except HTTPError as refused:
        with refused:
            told = _read(refused.read(_MOST), refused.headers)
        return told if told.answer else Told(error=f"HTTP {refused.code}", at=told.at)
    except (OSError, ValueError) as wrong:
        # The words of the fault may hold the address, and that the token.
        reason = getattr(wrong, "reason", wrong)
        return Told(
            unreachable=reason.strerror or type(reason).__name__
            if isinstance(reason, OSError)
            else type(wrong).__name__
        )


def _read(raw: bytes, headers: Any) -> Told:
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    scopes = frozenset(part.strip() for part in str(headers.get("x-oauth-scopes") or "").split(",") if part.strip())
    try:
        at = parsedate_to_datetime(str(headers["Date"])).astimezone(UTC) if headers.get("Date") else None
    except ValueError:
        at = None
    if not isinstance(answer, dict):
        return Told(error="an answer that cannot be read", at=at)
    return Told(answer=answer, scopes=scopes, at=at)


def _opener(url: str) -> OpenerDirector:
    host = urlsplit(url).hostname or ""
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    return build_opener(ProxyHandler({})) if local else build_opener()
