"""Time under a test's control."""

import asyncio
import heapq
from itertools import count


class FakeClock:
    """Implements ``Clock``; time stands still until ``advance``."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        """Begin at ``now``, epoch milliseconds."""
        self._now = now
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> int:
        """Return the test's time."""
        return self._now

    async def wait_until(self, moment: int) -> None:
        """Return once the test has moved the time to ``moment``."""
        if moment <= self._now:
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (moment, next(self._order), woken))
        await woken

    async def advance(self, ms: int) -> None:
        """Let ``ms`` milliseconds pass: each waiter is woken at its own moment, and what it causes is done first."""
        end = self._now + ms
        await settle()
        while self._waiting and self._waiting[0][0] <= end:
            moment, _order, woken = heapq.heappop(self._waiting)
            if not woken.done():
                self._now = max(self._now, moment)
                woken.set_result(None)
                await settle()
        self._now = end
        await settle()


async def settle(turns: int = 50) -> None:
    """Let every task that can run do so, ``turns`` steps deep; nothing that waits for outside is waited for."""
    for _ in range(turns):
        await asyncio.sleep(0)
