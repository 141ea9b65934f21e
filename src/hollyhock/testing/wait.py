"""Waiting for a condition with a deadline, for tests on real parts."""

import asyncio
import time
from collections.abc import Callable

_LOOK_S = 0.01


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return once ``condition`` holds; raise ``TimeoutError`` naming ``what`` otherwise."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not in {seconds:g} s: {what}")
        time.sleep(_LOOK_S)


async def until(condition: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return once ``condition`` holds, leaving the event loop free meanwhile."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not in {seconds:g} s: {what}")
        await asyncio.sleep(_LOOK_S)
