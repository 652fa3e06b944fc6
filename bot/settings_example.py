"""``config.example.toml`` and ``daftar config show``, both written from ``bot/settings.py``."""

from __future__ import annotations

import json
import os
import tomllib
from datetime import time
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, SecretStr

from bot.operating.secrets import secrets_beside
from bot.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic.fields import FieldInfo

_HEAD = """\
# Every setting of Daftar with its default. Copy it to ./config.toml or /etc/daftar/config.toml, keep what differs, and
# make it readable by its owner alone (chmod 600) if a token stands in it. The environment wins over this file:
# DAFTAR_TELEGRAM__TOKEN is token of [telegram]. Written by `daftar config example`; a test keeps it current.
"""
_MASK = "•••"


def example() -> str:
    """The whole file."""
    lines = [_HEAD.rstrip("\n")]
    for name, kind in tables():
        lines += ["", f"# {(kind.__doc__ or '').strip()}", f"[{name}]"]
        for key, field in kind.model_fields.items():
            lines.append(f"# {field.description}")
            value = _default(field)
            lines.append(f"# {key} = " if value is None else f"{key} = {_toml(value)}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def in_force(settings: Settings, path: Path | None) -> str:
    """Every setting, its value and where it came from; secrets are masked."""
    told = tomllib.loads(path.read_text("utf-8")) if path is not None else {}
    beside = secrets_beside(path)
    lines = [f"# config file: {path or 'none'}"]
    for name, kind in tables():
        table: BaseModel = getattr(settings, name)
        lines += ["", f"[{name}]"]
        for key, field in kind.model_fields.items():
            value = getattr(table, key)
            came = (
                "environment"
                if f"{PREFIX}{name}__{key}".upper() in os.environ
                else "secrets.env"
                if key in beside.get(name, {})
                else "file"
                if key in told.get(name, {})
                else "default"
                if value == _default(field)
                else "command line"
            )
            shown = _MASK if isinstance(value, SecretStr) else "not set" if value is None else _toml(value)
            lines.append(f"{key} = {shown}  # {came}")
    return "\n".join(lines) + "\n"


def tables() -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of the file, in order."""
    for name, field in Settings.model_fields.items():
        assert isinstance(field.annotation, type)  # noqa: S101 - every setting stands in a table
        yield name, field.annotation


def _default(field: FieldInfo) -> Any:
    return field.get_default(call_default_factory=True)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    return json.dumps(value, ensure_ascii=False)
