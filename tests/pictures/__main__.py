"""Pictures of every message: ``python -m tests.pictures FOLDER [--only WORD] [--desk]``.

One PNG for each screenful of a talk, of the texts, or of the week, drawn by a Chromium without a window. ``--only`` takes the scenes whose name
has that word in it; ``--desk`` shows Slack as wide as at a desk, beside the phones.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.pictures.page import html, pages, size
from tests.pictures.scenes import scenes

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 120
AT_ONCE = 3
FRAME = 100
"""Pixels that a window without a screen keeps for its frame: the newer headless Chromium draws that much less of the page."""
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def chromium() -> str | None:
    """The Chromium that is there: the one that ``CHROMIUM`` names, or one of the usual names; None where there is none."""
    given = os.environ.get("CHROMIUM")
    return shutil.which(given) if given else next((found for each in NAMES if (found := shutil.which(each))), None)


def take(program: str, page: Path, width: int, height: int) -> None:
    """Draw one page beside itself. Raises CalledProcessError or TimeoutExpired where Chromium does not."""
    picture = f"--screenshot={page.with_suffix('.png')}"
    with tempfile.TemporaryDirectory(prefix="daftar-chromium-", ignore_cleanup_errors=True) as profile:
        flags = (*_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height + FRAME}", picture)
        subprocess.run([program, *flags, page.as_uri()], check=True, timeout=SECONDS, capture_output=True)  # noqa: S603


def main() -> int:
    """Draw what was asked for; 2 where there is no Chromium."""
    asked = argparse.ArgumentParser(prog="python -m tests.pictures", description="Pictures of every message.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--only", default="", metavar="WORD")
    asked.add_argument("--desk", action="store_true")
    told = asked.parse_args()
    program = chromium()
    if program is None:
        print("No Chromium was found. Install one, or name it: CHROMIUM=/path/to/chromium", file=sys.stderr)
        return 2
    told.folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with ThreadPoolExecutor(AT_ONCE) as several:
        for name, rows, usual in scenes():
            if told.only not in name:
                continue
            columns = (*usual, "desk") if told.desk and "desk" not in usual else usual
            for number, part in enumerate(pages(rows), 1):
                page = (told.folder / f"{name}-{number}.html").resolve()
                page.write_text(html(page.stem, part, columns), encoding="utf-8")
                taken.append(several.submit(take, program, page, *size(part, columns)))
            print(name, flush=True)
        for each in taken:
            each.result()
    print(f"{len(taken)} pictures in {told.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
