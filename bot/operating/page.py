"""The page of health and figures on a loopback address: ``/healthz`` alive, ``/readyz`` reliable now, ``/metrics`` for Prometheus."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Final

import uvicorn
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.operating.metrics import Metrics

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.operating.health import Health
    from bot.operating.settings import HttpSettings

_STARTS_WITHIN: Final = 5.0


class Page:
    """Serves from a thread of its own."""

    def __init__(self, health: Health, settings: HttpSettings) -> None:
        self._health = health
        self._settings = settings
        self._registry = CollectorRegistry()
        self._registry.register(Metrics(health))
        self._server = uvicorn.Server(
            uvicorn.Config(
                self.application(), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
            )
        )
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None

    def application(self) -> Starlette:
        """The three routes."""
        return Starlette(
            routes=[
                Route("/healthz", self._alive),
                Route("/readyz", self._ready),
                Route("/metrics", self._metrics),
            ]
        )

    @property
    def port(self) -> int:
        """The port that is listened on; 0 before ``start``."""
        return int(self._socket.getsockname()[1]) if self._socket is not None else 0

    def start(self) -> None:
        """Listen from now on. Raises OSError where the port is taken."""
        family = socket.AF_INET6 if ":" in self._settings.host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((self._settings.host, self._settings.port))
            listening.listen(16)
        except OSError:
            listening.close()
            raise
        self._socket = listening
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listening]}, name="health-page", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close it; at most half a second."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(0.5)
        if self._socket is not None:
            self._socket.close()

    async def _alive(self, _request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def _ready(self, _request: Request) -> Response:
        problems = self._health.problems()
        if problems:
            return PlainTextResponse("".join(f"{each}\n" for each in problems), status_code=503)
        return PlainTextResponse("ready\n")

    async def _metrics(self, _request: Request) -> Response:
        return Response(await run_in_threadpool(generate_latest, self._registry), media_type=CONTENT_TYPE_LATEST)
