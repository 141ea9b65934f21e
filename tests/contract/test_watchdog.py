"""What a process was about to send when it was stopped for long is not sent when it is woken."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

CHILD = Path(__file__).with_name("still.py")
FROZEN_S = 1.0
"""Twice as long as the child may stand still."""


@pytest.mark.parametrize(
    ("watched", "heard", "ended"), [("watched", b"early", -signal.SIGALRM), ("unwatched", b"earlylate", 0)]
)
async def test_what_was_about_to_be_said_is_not_said_after_a_long_stop(watched: str, heard: bytes, ended: int) -> None:
    """Without a watchdog it is: that shows that the child is stopped where it matters."""
    said: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        words = await reader.readexactly(len(b"early"))
        await asyncio.to_thread(os.waitid, os.P_PID, child.pid, os.WSTOPPED | os.WNOWAIT)
        await asyncio.sleep(FROZEN_S)
        os.kill(child.pid, signal.SIGCONT)
        if more := await reader.read(len(b"late")):
            writer.write_eof()
        said.set_result(words + more)
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        child = await asyncio.create_subprocess_exec(sys.executable, str(CHILD), watched, str(port))
        try:
            async with asyncio.timeout(20):
                assert await said == heard
                assert await child.wait() == ended
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
