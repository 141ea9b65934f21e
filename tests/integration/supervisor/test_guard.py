"""The engine's guard with a real process that can be frozen."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

from hollyhock.bootstrap.supervisor.child import State
from hollyhock.bootstrap.supervisor.guard import EngineGuard
from hollyhock.bootstrap.supervisor.spec import ChildSpec
from hollyhock.bootstrap.supervisor.supervisor import Supervisor
from hollyhock.contracts.errors import Unavailable


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


class Engine:
    """A supervised process that answers while it is not stopped and `answers` is true."""

    def __init__(self, folder: Path) -> None:
        self.answers = True
        spec = ChildSpec(name="engine", argv=("sleep", "600"), ready=self.ready)
        self.supervisor = Supervisor([spec], folder, lambda _child: None)
        self.child = self.supervisor.children["engine"]
        self.redirects = 0
        self.asked = 0

    async def ready(self) -> bool:
        self.asked += 1
        pid = self.pid()
        if not self.answers or pid is None:
            return False
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in "TZ"

    def pid(self) -> int | None:
        return self.child.process.pid if self.child.process else None

    async def redirect(self) -> int:
        self.redirects += 1
        return 2


def guard_of(engine: Engine, **times: float) -> "asyncio.Task[None]":
    guard = EngineGuard(ready=engine.ready, pid=engine.pid, redirect=engine.redirect, poll_s=0.02, **times)
    return asyncio.create_task(guard.run())


async def test_frozen_engine_is_killed_and_started_again(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    await engine.supervisor.start(within_s=20)
    frozen, before = engine.pid(), engine.asked
    assert frozen
    guard = guard_of(engine, silent_s=0.3)
    await until(lambda: engine.asked >= before + 2)
    os.kill(frozen, signal.SIGSTOP)
    await until(lambda: engine.pid() != frozen and engine.child.state is State.READY)
    assert engine.child.starts == 2
    guard.cancel()
    await engine.supervisor.stop()


async def test_starting_engine_is_left_in_peace(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    await engine.supervisor.start(within_s=20)
    engine.answers = False
    guard = guard_of(engine, silent_s=0.05, patience_s=0.3)
    await until(lambda: engine.redirects >= 2)
    assert engine.child.starts == 1
    guard.cancel()
    await engine.supervisor.stop()


async def test_nobody_is_redirected_while_the_engine_answers(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    await engine.supervisor.start(within_s=20)
    guard = guard_of(engine, patience_s=0.1)
    before = engine.asked
    await until(lambda: engine.asked >= before + 20)
    assert engine.redirects == 0
    guard.cancel()
    await engine.supervisor.stop()


async def test_switch_that_does_not_answer_ends_nothing(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    engine.answers = False
    attempts = 0

    async def fails() -> int:
        nonlocal attempts
        attempts += 1
        raise Unavailable(part="switch")

    guard = asyncio.create_task(
        EngineGuard(ready=engine.ready, pid=engine.pid, redirect=fails, patience_s=0.05, poll_s=0.02).run()
    )
    await until(lambda: attempts >= 2)
    assert not guard.done()
    guard.cancel()
