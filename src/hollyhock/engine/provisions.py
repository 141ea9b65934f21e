"""Keeps the switch's trunks and standby rules in line with the directory."""

from __future__ import annotations

import asyncio

import structlog

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.ports import Clock, Provisioner

log = structlog.get_logger(__name__)

_AGAIN_MS = 2_000


class Provisions:
    """Level-triggered: the newest directory wins, a failure is tried again."""

    def __init__(self, provisioner: Provisioner, clock: Clock) -> None:
        """Take who can change the switch."""
        self._provisioner, self._clock = provisioner, clock
        self._newest: Directory | None = None
        self._wanted = asyncio.Event()
        self._later: asyncio.Task[None] | None = None

    def want(self, directory: Directory) -> None:
        """Bring the switch in line with this directory soon."""
        self._newest = directory
        self._wanted.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                if self._newest is not None:
                    await self._provisioner.provision_directory(self._newest)
            except HollyhockError as error:
                log.warning("directory_not_on_switch", why=error.code)
                self._later = asyncio.create_task(self._again())

    async def _again(self) -> None:
        """Try once more, by then with what is the newest: an older one must not come after it."""
        await self._clock.wait_until(self._clock.now() + _AGAIN_MS)
        self._wanted.set()
