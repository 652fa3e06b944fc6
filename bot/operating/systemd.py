"""Telling systemd how the bot is: READY=1, WATCHDOG=1, STOPPING=1 over the socket in NOTIFY_SOCKET. Source: sd_notify(3)."""

from __future__ import annotations

import os
import socket


def tell(*lines: str) -> bool:
    """Tell systemd these lines (``READY=1``, ``STATUS=…``); false where nobody asked to be told, or nobody hears it."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or address[0] not in "/@":
        return False
    # A name that begins with @ is in the abstract namespace, which the kernel writes as a zero byte.
    name = "\0" + address[1:] if address[0] == "@" else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(1.0)
            line.sendto("\n".join(lines).encode(), name)
    except OSError:
        return False
    return True


def watchdog_seconds() -> float | None:
    """How often systemd wants to hear WATCHDOG=1 (twice within its limit, as it advises); None where it does not."""
    told, pid = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not told.isdecimal() or (pid and pid != str(os.getpid())):
        return None
    return int(told) / 2_000_000
