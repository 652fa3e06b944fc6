"""``./run.sh talk FILE``: plays one talk and prints how it goes now; ``--retell`` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.talks.player import played

if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--retell"]
    for name in names:
        now = played(Path(name)).now
        if "--retell" in sys.argv:
            Path(name).write_text(now, "utf-8")
        print(now)
    sys.exit(0 if names else 2)
