"""Slack's web client as this adapter uses it: no retries of its own, no proxy to loopback, nothing secret in the logs.

slack_sdk sends ``chat.postMessage`` a second time by default when the connection breaks after the request (RELIABILITY
FACT5); ``retry_handlers=[]`` leaves that decision to the outbox. Its loggers write bodies and addresses, so they are held
at WARNING, the web client's at CRITICAL (it logs answers it cannot read, customers' words included).
"""

from __future__ import annotations

import logging
import re
import ssl
from ipaddress import ip_address
from urllib.parse import urlsplit

from slack_sdk import WebClient

OFFICIAL = ("slack.com", "www.slack.com")
SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|https://hooks\.slack\.com/\S+")


class Redacts(logging.Filter):
    """Takes tokens, socket tickets and response addresses out of a log line, arguments and traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record in place; never drops one."""
        told = record.getMessage()
        if record.exc_info:
            told += "\n" + logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
            record.exc_text = None
        record.msg, record.args = SECRET.sub("[secret]", told), ()
        return True


def quiet_logger(name: str, level: int = logging.WARNING) -> logging.Logger:
    """A logger for Bolt and slack_sdk that tells warnings only, whatever the root's level, and no secrets."""
    logger = logging.getLogger(name)
    logger.setLevel(level)
    if not any(isinstance(each, Redacts) for each in logger.filters):
        logger.addFilter(Redacts())
    return logger


def silence() -> None:
    """Hold the libraries' own loggers at WARNING, also where they were not given one of ours."""
    for name in ("slack_bolt", "slack_sdk"):
        quiet_logger(name)


def own_host_or_loopback(api_base: str) -> str:
    """The address that stands before a method, with a slash at its end. Raises ValueError for any foreign host."""
    parts = urlsplit(api_base)
    host = parts.hostname or ""
    official = parts.scheme == "https" and host in OFFICIAL and parts.port in (None, 443)
    local = parts.scheme in ("http", "https") and is_loopback(host)
    if parts.username or parts.password or parts.query or parts.fragment or not (official or local):
        raise ValueError("only https://slack.com or a loopback address is allowed here")
    return api_base.rstrip("/") + "/"


def is_loopback(host: str) -> bool:
    """Whether that host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def web_client(token: str, api_base: str, seconds: int) -> WebClient:
    """A client for one token; ``seconds`` is the time a call may take to connect and again to answer."""
    base = own_host_or_loopback(api_base)
    secure = base.startswith("https:")
    client = WebClient(
        token=token,
        base_url=base,
        timeout=seconds,
        # one context for all calls: loading the certificates again for each costs tens of milliseconds
        ssl=ssl.create_default_context() if secure else None,
        retry_handlers=[],
        logger=quiet_logger("daftar.slack.web", logging.CRITICAL),
    )
    if is_loopback(urlsplit(base).hostname or ""):
        client.proxy = None
    return client
