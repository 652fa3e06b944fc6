"""Logs: JSON lines, or readable ones in a terminal; never a message's text, a phone or a token, at any level.

What could carry a secret is masked in every line, and the chat and HTTP libraries stay at WARNING whatever the level,
because they log addresses with tokens in them (RELIABILITY FACT11).
"""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_NOISY = (
    "httpx",
    "httpcore",
    "telegram",
    "slack_sdk",
    "slack_bolt",
    "urllib3",
    "aiohttp",
    "asyncio",
    "sqlalchemy",
    "alembic",
)
_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}|xox[a-z]-[\w-]{6,}|xapp-[\w-]{6,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_MASK = "•••"
_secrets: set[str] = set()
_started = False


def keep_secret(*values: str) -> None:
    """Mask these texts wherever they might appear in a log line."""
    _secrets.update(value for value in values if len(value) >= 6)  # noqa: PLR2004 - shorter ones would mask ordinary words


def masked(text: str) -> str:
    """The text without tokens, passwords in addresses and the secrets of this installation; line ends made visible."""
    for value in _secrets:
        text = text.replace(value, _MASK)
    return _TOKEN.sub(_MASK, text)


def _mask(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = masked(value)
        elif not isinstance(value, int | float | bool | type(None)) and key not in (
            "exc_info",
            "_record",
            "_from_structlog",
        ):
            event[key] = masked(str(value))
    return event


class _Masking(logging.Filter):
    """The same for lines that libraries write."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the whole message; its arguments are spent."""
        record.msg, record.args = masked(record.getMessage()), None
        return True


def _where(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its kind and where it was raised: its message may quote what a rep wrote."""
    fault = event.pop("fault", None)
    if isinstance(fault, BaseException):
        event["fault"] = type(fault).__name__
        frames: list[str] = []
        trace = fault.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["at"] = " < ".join(reversed(frames[-4:]))
    return event


class _Stderr:
    """Writes lines to whatever standard error is at that moment."""

    def __init__(self, *_: object) -> None:
        """Nothing is held."""

    def msg(self, line: str) -> None:
        """Write one line."""
        sys.stderr.write(line + "\n")

    debug = info = warning = error = critical = fatal = msg


def start(level: str = "info", *, json_lines: bool | None = None) -> None:
    """Log to standard error from now on."""
    global _started  # noqa: PLW0603 - logging is one for the process
    import structlog

    _started = True
    wanted = getattr(logging, level.upper())
    as_json = not sys.stderr.isatty() if json_lines is None else json_lines
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Masking())
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=max(wanted, logging.WARNING), handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where,
            _mask,
            structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(wanted),
        logger_factory=_Stderr,
        cache_logger_on_first_use=False,
    )


def log() -> Any:
    """The logger; a command that has not started logging says errors only."""
    import structlog

    if not _started:
        start("error")
    return structlog.get_logger()
