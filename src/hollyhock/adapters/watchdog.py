"""Ends this process when it stands still, before it can go on with what it was about to do."""

import asyncio
import signal

STANDS_STILL_S = 3.0
"""Shorter than any other engine waits for a lock: its lease is five seconds and is renewed every second."""
BEAT_S = 0.25


class Watchdog:
    """The kernel's own timer, whose signal (SIGALRM) ends a process that has not wound it up again in time.

    A look at the clock before each request is not enough: a process may be stopped between the look and the request.
    The signal that became due meanwhile is served before the next instruction of ours. The timer stands still with a
    machine that sleeps; what happened to the lock meanwhile is found by such a look only (``engine/fence.py``).
    """

    def __init__(self, stands_still_s: float = STANDS_STILL_S) -> None:
        """Nothing is watched yet. A process has one such timer, and so one watchdog."""
        self._stands_still_s = stands_still_s

    async def run(self) -> None:
        """Watch this process until cancelled; a loop that is held up for so long counts as standing still."""
        try:
            while True:
                signal.setitimer(signal.ITIMER_REAL, self._stands_still_s)
                await asyncio.sleep(BEAT_S)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
