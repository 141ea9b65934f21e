"""Callers whose engine does not come back are taken to the standby extension."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from hollyhock.bootstrap.supervisor.child import Child, State

log = structlog.get_logger()

Redirect = Callable[[], Awaitable[int]]
"""Takes callers who are held by the absent engine and are not talking to standby; returns how many."""


async def guard_stranded(engine: Child, redirect: Redirect, *, patience_s: float = 15.0, poll_s: float = 0.25) -> None:
    """Run for ever: whenever the engine has been away for `patience_s`, redirect, and again each such time after that.

    Repeating costs nothing and catches callers who were talking the first time.
    """
    loop = asyncio.get_running_loop()
    seen = loop.time()
    while True:
        await asyncio.sleep(poll_s)
        if engine.state is State.READY:
            seen = loop.time()
        elif engine.ready.is_set() and loop.time() - seen >= patience_s:
            seen = loop.time()
            try:
                count = await redirect()
            except OSError as trouble:
                log.error("stranded callers could not be redirected", reason=str(trouble))
            else:
                log.warning("stranded callers redirected to standby", count=count)
