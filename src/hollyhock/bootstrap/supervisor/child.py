"""Keeping one process running."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import structlog

from hollyhock.bootstrap.supervisor.process import Process, spawn
from hollyhock.bootstrap.supervisor.spec import ChildSpec, next_pause

_POLL_S = 0.1
_HOPELESS = 4

log = structlog.get_logger()


class State(StrEnum):
    """Where a process stands."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    DOWN = "down"


class Child:
    """Starts its process, says when it is ready, starts it again when it ends."""

    def __init__(self, spec: ChildSpec, log_file: Path, changed: Callable[["Child"], None]) -> None:
        """Keep what is needed; nothing is started yet. `changed` is called at every change of state."""
        self.spec = spec
        self.log_file = log_file
        self.state = State.WAITING
        self.ready = asyncio.Event()
        """Set from the first time that the process is ready; stays set."""
        self.hopeless = asyncio.Event()
        """Set when the process has died several times without ever getting ready."""
        self.process: Process | None = None
        self.starts = 0
        self._changed = changed
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Keep the process running until `stop`."""
        pause, failures = 0.0, 0
        while not self._stopping.is_set():
            code, ready_s = await self._run_once()
            if self._stopping.is_set():
                break
            pause = next_pause(pause, ready_s)
            log.warning("process ended", process=self.spec.name, code=code, restart_in_s=pause)
            self._become(State.DOWN)
            failures += 1
            if failures >= _HOPELESS and not self.ready.is_set():
                self.hopeless.set()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stopping.wait()

    async def stop(self) -> None:
        """End the process: politely, then by force; it is not started again."""
        self._stopping.set()
        if self.process:
            self.process.terminate()
            if not await self.process.exited_within(self.spec.stop_s):
                log.warning("process killed", process=self.spec.name, reason="did not end when asked")
                self.process.kill()
                await self.process.wait()
        self._become(State.DOWN)

    async def _run_once(self) -> tuple[int | None, float]:
        """Start it and return, once it has ended, its exit code and for how many seconds it was ready."""
        try:
            if self.spec.prepare:
                self.spec.prepare()
            self.process = spawn(self.spec, self.log_file)
        except OSError as trouble:
            log.error("process cannot be started", process=self.spec.name, reason=str(trouble))
            return None, 0
        self.starts += 1
        self._become(State.STARTING)
        ready = await self._until_ready(self.process)
        loop = asyncio.get_running_loop()
        since = loop.time()
        code = await self.process.wait()
        return code, loop.time() - since if ready else 0

    async def _until_ready(self, process: Process) -> bool:
        while not await process.exited_within(_POLL_S):
            if await self.spec.ready():
                self._become(State.READY)
                self.ready.set()
                return True
        return False

    def _become(self, state: State) -> None:
        if state != self.state:
            self.state = state
            log.info("process", process=self.spec.name, state=str(state))
            self._changed(self)
