"""Which addresses a setting may name: the platform's own hosts and this machine, since tokens and messages go there."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def own_host_or_loopback(url: str, hosts: tuple[str, ...]) -> str:
    """The address as it is. Raises ValueError for one that is neither on these hosts, by https, nor on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username or parts.password or parts.query or parts.fragment:
        msg = f"only https://{hosts[0]} or a loopback address is allowed here"
        raise ValueError(msg)
    if parts.scheme == "https" and host in hosts and parts.port in (None, 443):
        return url
    if parts.scheme in ("http", "https") and is_loopback(host):
        return url
    msg = f"only https://{hosts[0]} or a loopback address is allowed here"
    raise ValueError(msg)


def is_loopback(host: str) -> bool:
    """Whether that host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
