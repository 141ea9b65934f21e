"""What waits for the owner: commands with their answers, and looks at the state between two batches."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hollyhock.contracts.commands import Envelope
from hollyhock.contracts.ports import Clock
from hollyhock.core.state import State


@dataclass(slots=True)
class Letter:
    """A command and who waits for its cursor."""

    envelope: Envelope
    answer: asyncio.Future[int]


@dataclass(slots=True)
class Look:
    """A function to be called on the state while nothing is under way."""

    at: Callable[[State, int], object]
    """Takes the state and the cursor."""
    answer: asyncio.Future[object]


class Mailbox:
    """A queue that is emptied whole, and that a deadline opens as well."""

    def __init__(self, clock: Clock) -> None:
        """Start empty."""
        self._clock = clock
        self._waiting: deque[Letter | Look] = deque()
        self._wake = asyncio.Event()
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at: int | None = None

    def put(self, item: Letter | Look) -> None:
        """Add an item."""
        self._waiting.append(item)
        self._wake.set()

    async def take(self, due: int | None, most: int) -> list[Letter | Look]:
        """Return up to ``most`` items once there are any, or none when ``due`` (epoch milliseconds) has come."""
        self._set_alarm(due)
        if not self._waiting and (due is None or due > self._clock.now()):
            await self._wake.wait()
        self._wake.clear()
        items = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        if self._waiting:
            self._wake.set()
        return items

    def close(self, error: Exception) -> None:
        """Answer everybody who still waits with an error."""
        if self._alarm:
            self._alarm.cancel()
        while self._waiting:
            item = self._waiting.popleft()
            if not item.answer.done():
                item.answer.set_exception(error)

    def _set_alarm(self, due: int | None) -> None:
        if due == self._alarm_at and self._alarm and not self._alarm.done():
            return
        if self._alarm:
            self._alarm.cancel()
        self._alarm_at = due
        self._alarm = asyncio.create_task(self._ring(due)) if due is not None else None

    async def _ring(self, due: int) -> None:
        await self._clock.wait_until(due)
        self._wake.set()
