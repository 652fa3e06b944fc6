"""What a failed call means for the outbox, by the question "could bytes have left?" (RELIABILITY, section 3).

The web client speaks through urllib: what goes wrong before the answer is awaited is wrapped in ``URLError``, what goes wrong
after the request was written is raised bare. An HTTP status comes inside a ``SlackApiError``, as does ``ok: false``.
"""

from __future__ import annotations

import errno
import http.client
import re
import socket
import ssl
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.platform import MaybeSent, NotSent, Refused, SendError, SlowDown, TokenRefused

TOO_MANY = 429
SERVER_FAULT = 500
DEFAULT_WAIT = 30.0
CODE = re.compile(r"[a-z0-9_]+\Z")

DEAD = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
    }
)
"""Codes that mean this person or channel cannot be reached any more."""

UNSURE = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Slack's own words for these: some of the operation may have succeeded before the error."""

NEVER_READ = frozenset({"request_timeout"})
"""The posted body did not arrive whole, so nothing was done."""

TOKEN_REFUSED = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""The bot itself is not let in; no address is to blame."""

SHUT_OUT = TOKEN_REFUSED - {"no_permission"}
"""Those of them that say so of a post too: a lacking permission is about what was asked, not about the token."""

_UNREACHED = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL)


def failure(error: Exception) -> SendError:
    """The send error that an exception of the web client stands for; unknown ones count as maybe sent."""
    if isinstance(error, SendError):
        return error
    if isinstance(error, SlackApiError):
        return _said(error)
    if isinstance(error, URLError):
        return _while_connecting(error.reason)
    if isinstance(error, SlackClientError):
        return NotSent("slack: the request could not be made")
    if isinstance(error, OSError | http.client.HTTPException | ValueError):
        return MaybeSent(f"slack: {type(error).__name__} while the answer was awaited")
    return MaybeSent(f"slack: {type(error).__name__}")


def code_of(error: Exception) -> str:
    """Slack's error code, empty where there is none."""
    if isinstance(error, SlackApiError):
        told = str(error.response.get("error") or "")
        return told if CODE.match(told) else ""
    return ""


def _said(error: SlackApiError) -> SendError:
    status = int(error.response.status_code)
    code = code_of(error)
    if status == TOO_MANY or code == "ratelimited":
        # Slack counts per method and workspace and does not say which limit was met, so everything waits
        return SlowDown(_wait(error), "all")
    if code in ("rate_limited", "message_limit_exceeded"):
        return SlowDown(1.0, "chat")
    if status >= SERVER_FAULT or not code or code in UNSURE:
        return MaybeSent(f"slack: status {status} {code}".rstrip())
    if code in NEVER_READ:
        return NotSent(f"slack: {code}")
    if code in SHUT_OUT:
        return TokenRefused(code)
    return Refused(code, address_dead=code in DEAD)


def _wait(error: SlackApiError) -> float:
    headers = {str(key).lower(): value for key, value in dict(error.response.headers).items()}
    told = headers.get("retry-after", "")
    told = told[0] if isinstance(told, list) and told else told
    try:
        return max(1.0, float(str(told)))
    except ValueError:
        return DEFAULT_WAIT


def _while_connecting(reason: object) -> SendError:
    # A time-out here is one of connecting: a message is small enough for the socket to take it at once.
    sure = isinstance(reason, ConnectionRefusedError | socket.gaierror | TimeoutError | ssl.SSLCertVerificationError)
    if sure or (isinstance(reason, OSError) and reason.errno in _UNREACHED):
        return NotSent(f"slack: {type(reason).__name__}")
    return MaybeSent(f"slack: {type(reason).__name__} while connecting or writing")
