"""Locks that say which engine may try to own a domain; who really owns it is decided by the journal's epoch."""

import asyncio
import fcntl
import os
from pathlib import Path

_LOOK_S = 0.05
"""A file lock cannot be awaited without a thread that cannot be cancelled, so a stand-by looks this often."""


class FileOwnership:
    """Implements ``Ownership`` by ``flock`` on a file: one machine. The kernel frees it when the owner dies."""

    def __init__(self, path: Path) -> None:
        """Use ``path``, which is made when missing and never removed."""
        self._path = path
        self._file: int | None = None

    async def acquire(self) -> bool:
        """Take the lock if it is free; False when another living owner has it."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    async def wait(self) -> None:
        """Return when the lock has been taken."""
        while not await self.acquire():  # noqa: ASYNC110 - see _LOOK_S
            await asyncio.sleep(_LOOK_S)

    async def release(self) -> None:
        """Give it up."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
