"""Watches the engine: a frozen one is killed, and callers whose engine does not come back are taken to standby."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from hollyhock.bootstrap.supervisor.spec import Check
from hollyhock.contracts.errors import HollyhockError

log = structlog.get_logger()

Redirect = Callable[[], Awaitable[int]]
"""Takes callers who are held by the absent engine and are not talking to standby; returns how many."""


@dataclass(frozen=True, kw_only=True)
class EngineGuard:
    """The two duties of whoever runs an engine; `run` does them until cancelled."""

    ready: Check
    pid: Callable[[], int | None]
    """The engine's process id as of now; None when there is none."""
    redirect: Redirect
    silent_s: float = 3.0
    """An engine that has answered before and then does not for so long is killed."""
    patience_s: float = 15.0
    """After so long without an answer, and again each time, callers are redirected; repeating costs nothing."""
    poll_s: float = 0.5

    async def run(self) -> None:
        """Ask, kill, redirect. An engine that is still starting is never killed."""
        loop = asyncio.get_running_loop()
        heard_at, heard_pid, redirects = loop.time(), None, 0
        while True:
            await asyncio.sleep(self.poll_s)
            if await self.ready():
                if heard_pid is None:
                    log.info("engine answers")
                heard_at, heard_pid, redirects = loop.time(), self.pid(), 0
                continue
            away = loop.time() - heard_at
            if heard_pid and away >= self.silent_s:
                self._kill(heard_pid)
                heard_pid = None
            if away >= self.patience_s * (redirects + 1):
                redirects += 1
                await self._redirect()

    def _kill(self, pid: int) -> None:
        if pid == self.pid():
            log.warning("engine killed", reason="silent", silent_s=self.silent_s)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def _redirect(self) -> None:
        try:
            count = await self.redirect()
        except (OSError, HollyhockError) as trouble:
            log.error("stranded callers could not be redirected", reason=str(trouble))
        else:
            # Where an engine stands by there is nobody to redirect, and nothing to say every time.
            if count:
                log.warning("stranded callers redirected to standby", count=count)
