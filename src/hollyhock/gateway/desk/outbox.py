"""The bounded queue of frames on their way to one desk."""

import asyncio
from collections import deque

from hollyhock.contracts.desk_socket import ToDesk

_MOST = 256


class Outbox:
    """Frames in order; cards are not kept here, they are looked up when the desk can take them."""

    def __init__(self, most: int = _MOST) -> None:
        """Keep at most ``most`` frames."""
        self._frames: deque[ToDesk] = deque()
        self._most = most
        self._wake = asyncio.Event()
        self.overflown = False
        """The desk has not read for too long; frames were lost, so it must reconnect."""

    def put(self, frame: ToDesk) -> None:
        """Add a frame, or note the overflow."""
        if len(self._frames) >= self._most:
            self.overflown = True
        else:
            self._frames.append(frame)
        self._wake.set()

    def take(self) -> ToDesk | None:
        """Return the next frame, None when there is none."""
        return self._frames.popleft() if self._frames else None

    def wake(self) -> None:
        """Have ``wait`` return: there is something else to look at."""
        self._wake.set()

    async def wait(self, seconds: float | None) -> None:
        """Return once woken, or after a time."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
