"""``secrets.env``: the tokens, in a file of their own beside the config file, readable by its owner alone.

Lines of ``NAME=value`` with the environment's names (``DAFTAR_TELEGRAM__TOKEN``), as systemd and Docker read them too. The
environment wins over it, it wins over the config file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

NAME: Final = "secrets.env"
_PREFIX: Final = "DAFTAR_"


def secrets_beside(config: Path | None) -> dict[str, dict[str, str]]:
    """The settings in ``secrets.env`` beside that config file, by table and key; nothing where there is none.

    Raises ValueError, in a sentence with the cure, where others may read it or a line is no setting.
    """
    file = config.with_name(NAME) if config is not None else None
    if file is None or not file.is_file():
        return {}
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise ValueError(f"{file} can be read by others; mend it with: chmod 600 {file}")
    found: dict[str, dict[str, str]] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        told = line.strip()
        if not told or told.startswith("#"):
            continue
        name, equals, value = told.partition("=")
        table, between, key = name.strip().removeprefix(_PREFIX).lower().partition("__")
        if not (equals and between and name.startswith(_PREFIX)):
            raise ValueError(f"{file}, line {number}: write it as DAFTAR_TELEGRAM__TOKEN=…")
        found.setdefault(table, {})[key] = value.strip().strip("\"'")
    return found


def write_secrets(file: Path, values: dict[str, str]) -> None:
    """Write the file anew, 0600 from its first byte on. Raises OSError."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    opened = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as out:
        out.write(
            "# Tokens of Daftar. For its owner alone (0600); systemd and Docker read it as an environment file.\n"
        )
        out.writelines(f"{name}={value}\n" for name, value in values.items())
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
