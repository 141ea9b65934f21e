"""Pulls the directory: at start, whenever somebody says it changed, and now and then in case nobody could."""

from __future__ import annotations

import asyncio

import structlog

from hollyhock.contracts.commands import PublishDirectory
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.ports import Clock, DirectorySource
from hollyhock.engine.owner import Owner

log = structlog.get_logger(__name__)

RETRY_MS = 1_000
SWEEP_MS = 60_000


class DirectoryPuller:
    """Level-triggered: a lost poke only delays."""

    def __init__(self, owner: Owner, source: DirectorySource, clock: Clock) -> None:
        """Take where to pull from."""
        self._owner, self._source, self._clock = owner, source, clock
        self._poked = asyncio.Event()

    def poke(self) -> None:
        """Say that there may be a newer version."""
        self._poked.set()

    async def run(self) -> None:
        """Pull until cancelled."""
        while True:
            self._poked.clear()
            pause = SWEEP_MS if await self._pull() else RETRY_MS
            waits = [
                asyncio.create_task(self._poked.wait()),
                asyncio.create_task(self._clock.wait_until(self._clock.now() + pause)),
            ]
            _done, late = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in late:
                wait.cancel()

    async def _pull(self) -> bool:
        """Return whether the source answered."""
        held = self._owner.here.state.data.directory.version
        try:
            directory = await self._source.pull(held)
            if directory is not None:
                await self._owner.post(self._owner.tell(PublishDirectory(directory=directory)))
                log.info("directory_taken", version=directory.version)
        except HollyhockError as error:
            log.info("directory_not_pulled", why=error.code)
            return False
        return True
