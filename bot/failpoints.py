"""Named places where a test may make the process die: ``DAFTAR_FAILPOINTS=after_send:3`` kills it the third time it gets there.

Without that variable a failpoint costs one look at an empty dictionary. The process dies by SIGKILL: nothing is tidied up.
"""

from __future__ import annotations

import os
import signal

_left: dict[str, int] = {}
for _each in filter(None, os.environ.get("DAFTAR_FAILPOINTS", "").split(",")):
    _name, _, _times = _each.partition(":")
    _left[_name] = int(_times or "1")


def failpoint(name: str) -> None:
    """Die here, if the test said so."""
    if not _left or name not in _left:
        return
    _left[name] -= 1
    if _left[name] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
