"""The systemd unit that ``daftar service install`` writes: hardened, told when the bot is ready, restarting one that stands still."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT: Final = Path("/etc/systemd/system/daftar.service")
_UNIT: Final = """\
[Unit]
Description=Daftar, a customer database in chat
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=main
ExecStart={program} run --config {config}
User={user}
WorkingDirectory={folder}
EnvironmentFile=-{secrets}
Restart=always
RestartSec=2
# Wrong settings (2), a wrong database (3) and a wrong token (4) are not mended by starting again.
RestartPreventExitStatus=2 3 4
WatchdogSec=60
TimeoutStopSec=15
KillSignal=SIGTERM
UMask=0077

# What the bot does not need it cannot do.
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={writes}
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
CapabilityBoundingSet=

[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True)
class Place:
    """Where things are on this machine. ``writes`` are the folders that the bot writes to."""

    program: Path
    config: Path
    folder: Path
    user: str
    writes: tuple[Path, ...]


def unit(place: Place) -> str:
    """The unit's text. Raises ValueError for a path or a name that systemd would read otherwise than it is written."""
    told = {
        "program": place.program,
        "config": place.config,
        "folder": place.folder,
        "secrets": place.config.with_name("secrets.env"),
        "user": place.user,
        "writes": " ".join(str(path) for path in place.writes),
        "home": "tmpfs" if not any(_at_home(path) for path in (place.program, place.config, *place.writes)) else "no",
    }
    for path in (place.program, place.config, place.folder, *place.writes, place.user):
        if not re.fullmatch(r"[\w./@+,:-]+", str(path)):
            raise ValueError(f"systemd cannot take {path}: letters, digits and . / @ + , : - _ only")
    return _UNIT.format(**told)


def _at_home(path: Path) -> bool:
    return path.parts[1:2] in (("home",), ("root",)) or path.parts[1:3] == ("run", "user")
