"""The supervisor with real, small processes."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hollyhock.bootstrap.supervisor.child import Child, State
from hollyhock.bootstrap.supervisor.readiness import tcp_open
from hollyhock.bootstrap.supervisor.spec import ChildSpec
from hollyhock.bootstrap.supervisor.supervisor import NotStarted, Supervisor
from hollyhock.testing.ports import free_port

LISTENER = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("up", flush=True)
while True:
    server.accept()
"""
"""Accepts for ever; SIGTERM ends it as it ends any Python."""


def listener(name: str, **more: object) -> ChildSpec:
    port = free_port()
    return ChildSpec(name=name, argv=(sys.executable, "-c", LISTENER, str(port)), ready=tcp_open(port), **more)  # type: ignore[arg-type]


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class History:
    """Remembers every change of state."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, child: Child) -> None:
        self.lines.append(f"{child.spec.name} {child.state}")


def pid_of(supervisor: Supervisor, name: str) -> int:
    process = supervisor.children[name].process
    assert process
    return process.pid


async def test_starts_in_order_and_ends_everything(tmp_path: Path) -> None:
    history = History()
    supervisor = Supervisor([listener("switch"), listener("engine", needs=("switch",))], tmp_path, history)
    await supervisor.start(within_s=20)
    assert history.lines == ["switch starting", "switch ready", "engine starting", "engine ready"]
    pids = [pid_of(supervisor, name) for name in ("switch", "engine")]
    assert all(alive(pid) for pid in pids)
    await supervisor.stop()
    assert not any(alive(pid) for pid in pids)
    assert history.lines[4:] == ["engine down", "switch down"]
    assert (tmp_path / "switch.log").read_text() == "up\n"


async def test_killed_process_is_started_again(tmp_path: Path) -> None:
    supervisor = Supervisor([listener("engine")], tmp_path, History())
    await supervisor.start(within_s=20)
    engine = supervisor.children["engine"]
    first = pid_of(supervisor, "engine")
    os.kill(first, signal.SIGKILL)
    await until(lambda: engine.starts == 2 and engine.state is State.READY)
    assert pid_of(supervisor, "engine") != first
    await supervisor.stop()


async def test_process_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    argv = ("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done")
    deaf = ChildSpec(name="deaf", argv=argv, ready=lambda: _says(tmp_path / "deaf.log", "deaf"), stop_s=0.3)
    supervisor = Supervisor([deaf], tmp_path, History())
    await supervisor.start(within_s=20)
    pid = pid_of(supervisor, "deaf")
    await supervisor.stop()
    assert not alive(pid)


async def _says(path: Path, word: str) -> bool:
    return word in path.read_text()


async def test_process_that_keeps_dying_is_named_with_its_log(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    broken = ChildSpec(name="web", argv=("sh", "-c", "echo no database >&2; exit 3"), ready=never)
    supervisor = Supervisor([broken], tmp_path, History())
    with pytest.raises(NotStarted, match="no database"):
        await supervisor.start(within_s=600)
    await supervisor.stop()


async def test_process_that_lives_without_getting_ready_is_named(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    supervisor = Supervisor([ChildSpec(name="web", argv=("sleep", "600"), ready=never)], tmp_path, History())
    with pytest.raises(NotStarted, match="web"):
        await supervisor.start(within_s=0.5)
    await supervisor.stop()


async def test_missing_program_does_not_end_the_supervisor(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    missing = ChildSpec(name="web", argv=("/nowhere/program",), ready=never)
    supervisor = Supervisor([missing, listener("bus")], tmp_path, History())
    with pytest.raises(NotStarted, match="web"):
        await supervisor.start(within_s=600)
    await until(lambda: supervisor.children["bus"].state is State.READY)
    await supervisor.stop()


PARENT = """
import asyncio, sys
from pathlib import Path
from hollyhock.bootstrap.supervisor import logs
from hollyhock.bootstrap.supervisor.spec import ChildSpec
from hollyhock.bootstrap.supervisor.supervisor import Supervisor
async def yes(): return True
async def main():
    folder = Path(sys.argv[1])
    logs.configure(folder)
    supervisor = Supervisor([ChildSpec(name="a", argv=("sleep", "600"), ready=yes)], folder, lambda child: None)
    await supervisor.start(20)
    print(supervisor.children["a"].process.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


async def test_killed_supervisor_leaves_no_orphan(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(await asyncio.to_thread(parent.stdout.readline))
        assert alive(child)
        parent.kill()
    await until(lambda: not alive(child))
