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
        """Start everything and return when all are ready; raise `NotStarted` for the first that is not in time."""
        logs.rotate(self._log_folder)
        self._tasks = [asyncio.create_task(self._run(child)) for child in self.children.values()]
        self._tasks.append(asyncio.create_task(self._rotate()))
        try:
            async with asyncio.timeout(within_s):
                for child in self.children.values():
                    await child.ready.wait()
        except TimeoutError:
            late = next(child for child in self.children.values() if not child.ready.is_set())
            raise NotStarted(name=late.spec.name, log=late.log_file, tail=logs.tail(late.log_file)) from None

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
