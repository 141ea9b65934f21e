"""The engine's health page, which two engines of one home cannot both have."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import structlog

from hollyhock.bootstrap.health import health_server
from hollyhock.bootstrap.supervisor.spec import STANDBY, WORKING

log = structlog.get_logger(__name__)

AGAIN_S = 1.0
"""How often an engine looks whether the port of its page has become free."""


class EnginePage:
    """One page for an engine's life: it says that the engine stands by, and from ``works`` on that it works.

    An engine whose port another one of this machine has goes on without a page until the port is free.
    """

    def __init__(self, port: int) -> None:
        """Take the port's number; nothing is served yet."""
        self._port, self._role = port, STANDBY
        self._stand: Callable[[], None] = lambda: None
        self._server = health_server("engine", port, stand=lambda: self._stand(), role=lambda: self._role)  # noqa: PLW0108
        self._serving: asyncio.Task[None] | None = None

    def open(self) -> asyncio.Task[None]:
        """Serve from now on, if it is not served yet; the task ends when the process has been told to stop."""
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve(), name="health")
        return self._serving

    def works(self, stand: Callable[[], None]) -> asyncio.Task[None]:
        """Say that this engine works; ``stand`` brings its gauges up to date before they are read."""
        self._role, self._stand = WORKING, stand
        return self.open()

    async def close(self) -> None:
        """Serve no longer."""
        self._server.should_exit = True
        if self._serving is not None:
            if not self._server.started:
                self._serving.cancel()
            with suppress(asyncio.CancelledError):
                await self._serving

    async def _serve(self) -> None:
        told = False
        while (door := _door(self._port)) is None:
            if not told:
                log.warning("health_port_taken", port=self._port)
            told = True
            await asyncio.sleep(AGAIN_S)
        await self._server.serve([door])


def _door(port: int) -> socket.socket | None:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return None
