"""Named moments of one call."""

import asyncio
from collections.abc import Callable

from hollyhock.contracts.ports import Clock


class Timers:
    """Calls back at moments; setting a name again moves it."""

    def __init__(self, clock: Clock, after: Callable[[], None]) -> None:
        """Call ``after`` behind every callback."""
        self._clock, self._after = clock, after
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def set(self, name: str, moment: int, callback: Callable[[], None]) -> None:
        """Call ``callback`` at ``moment``, epoch milliseconds."""
        self.cancel(name)
        self._tasks[name] = asyncio.create_task(self._wait(name, moment, callback))

    def cancel(self, name: str) -> None:
        """Forget a moment."""
        if (task := self._tasks.pop(name, None)) is not None:
            task.cancel()

    def close(self) -> None:
        """Forget all."""
        for name in list(self._tasks):
            self.cancel(name)

    async def _wait(self, name: str, moment: int, callback: Callable[[], None]) -> None:
        await self._clock.wait_until(moment)
        del self._tasks[name]
        callback()
        self._after()
