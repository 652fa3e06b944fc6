"""The list of erasures outside the database, one JSON line each: it outlives a restore of an older copy, and is replayed then.

It says hashes only. Beside a SQLite file it is called ``NAME.erased``; beside backups ``erased.jsonl``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

BESIDE_BACKUPS: Final = "erased.jsonl"


@dataclass(frozen=True)
class Erased:
    """One line: the record's mark, its kind, when, and the salted hashes of its spellings."""

    mark: str
    record: str
    at: str
    salt: str
    hashes: tuple[str, ...]


def beside(file: Path) -> Path:
    """The ledger of a SQLite file."""
    return file.with_name(f"{file.name}.erased")


def read(ledger: Path) -> list[Erased]:
    """Its lines; none where there is no such file. A line that was cut short by a crash is passed over."""
    if not ledger.is_file():
        return []
    found: list[Erased] = []
    for line in ledger.read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
            found.append(Erased(told["mark"], told["record"], told["at"], told["salt"], tuple(told["hashes"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def write(ledger: Path, erased: Iterable[Erased]) -> None:
    """Add those that are not in it yet (0600), on the disk before this returns. Raises OSError."""
    there = {one.mark for one in read(ledger)}
    new = [one for one in erased if one.mark not in there]
    if not new:
        return
    cut_short = ledger.is_file() and not ledger.read_bytes().endswith(b"\n")
    opened = os.open(ledger, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        lines = [""] if cut_short else []
        lines += [json.dumps(asdict(one)) for one in new]
        os.write(opened, "".join(f"{line}\n" for line in lines).encode())
        os.fsync(opened)
    finally:
        os.close(opened)
