"""Records a leg with MixMonitor: both directions interleaved, headerless, so a killed switch loses a second only."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
from pathlib import Path

from hollyhock.adapters.asterisk.link import Link
from hollyhock.contracts.errors import Unavailable

VARIABLE = "HOLLYHOCK_RECORDING"
"""Channel variable that names the recording that runs on a leg."""
_CLOSE_S = 2.0
_LOOK_S = 0.01


class Recorder:
    """Starts and ends recordings in one folder."""

    def __init__(self, link: Link, raw: Path) -> None:
        self._link = link
        self._raw = raw

    async def start(self, leg: str, recording: str) -> None:
        """Record a leg unless it is being recorded under this name already."""
        noted = await self._link.ami.action("Getvar", {"Channel": leg, "Variable": VARIABLE})
        if noted.get("Value") == recording:
            return
        fields = {"Channel": leg, "File": str(self._path(recording)), "Options": "aD"}
        answer = await self._link.ami.action("MixMonitor", fields)
        if answer.get("Response") == "Success":
            await self._note(leg, recording)

    async def stop(self, leg: str, recording: str) -> None:
        """End a recording, then wait until the switch has closed its file."""
        await self._link.ami.action("StopMixMonitor", {"Channel": leg})
        await self._note(leg, "")
        try:
            async with asyncio.timeout(_CLOSE_S):
                # The switch tells when a recording was stopped, not when its file was closed: look until it is.
                while is_open(self._path(recording)):  # noqa: ASYNC110
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError:
            raise Unavailable(part="switch") from None

    async def _note(self, leg: str, value: str) -> None:
        await self._link.do("POST", f"channels/{leg}/variable", {"variable": VARIABLE, "value": value})

    def _path(self, recording: str) -> Path:
        path = self._raw / f"{recording}.raw"
        if path.parent != self._raw:
            raise ValueError("a recording's name is a file name")
        return path


def is_open(path: Path) -> bool:
    """Return whether another process has the file open for writing; the kernel grants a read lease only if none has."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False
