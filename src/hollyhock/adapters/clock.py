"""The machine's time as the engine may use it."""

import asyncio
import time
from collections.abc import Callable

_JUMP_NS = 500_000_000
"""A wall clock this far ahead was set, or the machine slept: follow at once."""
_SLEW = 10
"""Smaller differences are made up by at most a tenth of the time that passes."""
_LONGEST_S = 10.0
"""Waits look at the clock this often, because a sleeping machine's timers stand still."""


class SystemClock:
    """Implements ``Clock``: epoch milliseconds that follow the wall clock but never run backwards.

    Between two looks the time passes as the monotonic clock says. A wall clock that is set back is met by going a
    tenth slower until both agree, so that no deadline waits for the whole difference.
    """

    def __init__(
        self, wall: Callable[[], int] = time.time_ns, monotonic: Callable[[], int] = time.monotonic_ns
    ) -> None:
        """Take the two sources, both in nanoseconds."""
        self._wall, self._monotonic = wall, monotonic
        self._seen = monotonic()
        self._time = wall()

    def now(self) -> int:
        """Return epoch milliseconds, never smaller than before."""
        seen = self._monotonic()
        passed = seen - self._seen
        self._seen = seen
        time_ns = self._time + passed
        behind = self._wall() - time_ns
        if behind < _JUMP_NS:
            behind = max(-passed // _SLEW, min(passed // _SLEW, behind))
        self._time = max(self._time, time_ns + behind)
        return self._time // 1_000_000

    async def wait_until(self, moment: int) -> None:
        """Return once ``now() >= moment``."""
        while (left := moment - self.now()) > 0:  # noqa: ASYNC110 - time itself is awaited
            await asyncio.sleep(min(left / 1000, _LONGEST_S))
