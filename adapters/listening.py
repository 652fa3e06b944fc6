"""An HTTP port for a platform that posts what it has: bound before anything is told of it, served from a thread of its own."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.applications import Starlette

WAITING = 128
"""So many connections may wait to be taken."""


class Listening:
    """Serves the application until ``close``. ``port`` 0 becomes the chosen one. Raises OSError where the port is taken."""

    def __init__(self, application: Starlette, host: str, port: int, *, name: str) -> None:
        listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen(WAITING)
        except OSError:
            listening.close()
            raise
        self._socket = listening
        self.port = int(listening.getsockname()[1])
        self._server = uvicorn.Server(
            uvicorn.Config(application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name=name, daemon=True
        )
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it serves."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Finish what is being answered, at most two seconds."""
        self._server.should_exit = True
        self._thread.join(2.0)
        self._socket.close()
