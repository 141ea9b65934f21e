"""All processes of a machine: started in order, ended in reverse order."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from hollyhock.bootstrap.supervisor import logs
from hollyhock.bootstrap.supervisor.child import Child
from hollyhock.bootstrap.supervisor.spec import ChildSpec
from hollyhock.contracts.errors import HollyhockError

_ROTATE_S = 60.0


class NotStarted(HollyhockError):
    """A process did not become ready in time."""

    code = "not_started"
    zh = "{name} 没有启动成功。日志 {log} 的末尾：\n{tail}"
    en = "{name} did not start. The end of its log {log}:\n{tail}"


class Supervisor:
    """Runs children; each starts when those that it needs are ready for the first time."""

    def __init__(self, specs: Sequence[ChildSpec], log_folder: Path, changed: Callable[[Child], None]) -> None:
        """Take the processes in start order; `changed` hears every change of a process's state."""
        log_folder.mkdir(parents=True, exist_ok=True)
        self.children = {spec.name: Child(spec, log_folder / f"{spec.name}.log", changed) for spec in specs}
        self._log_folder = log_folder
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, within_s: float) -> None:
        """Start everything and return when all are ready; raise `NotStarted` for one that keeps dying or is late."""
        logs.rotate(self._log_folder)
        self._tasks = [asyncio.create_task(self._run(child)) for child in self.children.values()]
        self._tasks.append(asyncio.create_task(self._rotate()))
        try:
            async with asyncio.timeout(within_s):
                await self._all_ready()
        except TimeoutError:
            raise _not_started(next(child for child in self.children.values() if not child.ready.is_set())) from None

    async def _all_ready(self) -> None:
        waiting = [asyncio.create_task(_ready(child)) for child in self.children.values()]
        try:
            await asyncio.gather(*waiting)
        finally:
            for task in waiting:
                task.cancel()

    async def watch(self) -> None:
        """Run until cancelled; an error in the supervisor itself comes out here instead of being lost."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """End all processes, those that need others first."""
        for child in reversed(self.children.values()):
            await child.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, child: Child) -> None:
        for name in child.spec.needs:
            await self.children[name].ready.wait()
        await child.run()

    async def _rotate(self) -> None:
        while True:
            await asyncio.sleep(_ROTATE_S)
            await asyncio.to_thread(logs.rotate, self._log_folder)


async def _ready(child: Child) -> None:
    ready, hopeless = (asyncio.create_task(event.wait()) for event in (child.ready, child.hopeless))
    try:
        await asyncio.wait([ready, hopeless], return_when=asyncio.FIRST_COMPLETED)
    finally:
        ready.cancel()
        hopeless.cancel()
    if not child.ready.is_set():
        raise _not_started(child)


def _not_started(child: Child) -> NotStarted:
    return NotStarted(name=child.spec.name, log=child.log_file, tail=logs.tail(child.log_file))
