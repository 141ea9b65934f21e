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
        self._newest: asyncio.Queue[Directory] = asyncio.Queue()
        self._later: asyncio.Task[None] | None = None

    def want(self, directory: Directory) -> None:
        """Bring the switch in line with this directory soon."""
        self._newest.put_nowait(directory)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            directory = await self._newest.get()
            while not self._newest.empty():
                directory = self._newest.get_nowait()
            try:
                await self._provisioner.provision_directory(directory)
            except HollyhockError as error:
                log.warning("directory_not_on_switch", why=error.code)
                self._later = asyncio.create_task(self._again(directory))

    async def _again(self, directory: Directory) -> None:
        await self._clock.wait_until(self._clock.now() + _AGAIN_MS)
        if self._newest.empty():
            self.want(directory)
