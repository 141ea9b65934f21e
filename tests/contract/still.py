"""A child process that stands still with a word on its lips, and is woken by the test."""

import asyncio
import os
import signal
import sys

import uvloop

from hollyhock.adapters.watchdog import Watchdog

STANDS_STILL_S = 0.5


async def speak_late(port: int, *, watched: bool) -> None:
    """Say one word, stand still before another one, and end when the other side has heard it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    watching = asyncio.create_task(Watchdog(STANDS_STILL_S).run() if watched else asyncio.sleep(60))
    # With threads, as an engine has them: the signal may be served by any.
    await asyncio.gather(*(asyncio.to_thread(os.getpid) for _ in range(4)))
    writer.write(b"early")
    await asyncio.sleep(2 * STANDS_STILL_S)
    os.kill(os.getpid(), signal.SIGSTOP)
    writer.write(b"late")
    await reader.read()
    watching.cancel()


if __name__ == "__main__":
    uvloop.run(speak_late(int(sys.argv[2]), watched=sys.argv[1] == "watched"))
