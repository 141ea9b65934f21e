"""Running all processes until told to stop."""

import asyncio
import resource
import signal
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from hollyhock.bootstrap.supervisor import logs
from hollyhock.bootstrap.supervisor.centre import ENGINE, children, engine_works
from hollyhock.bootstrap.supervisor.child import Child, State
from hollyhock.bootstrap.supervisor.guard import EngineGuard
from hollyhock.bootstrap.supervisor.standby import redirect_stranded
from hollyhock.bootstrap.supervisor.supervisor import Supervisor
from hollyhock.cli.words import say
from hollyhock.contracts.settings import Secrets, Settings

_START_S = 60.0
_FILES = 65_536


async def run(home: Path, settings: Settings, secrets: Secrets, started: Callable[[], None]) -> None:
    """Start everything, call `started`, and end everything on SIGINT, SIGTERM or SIGHUP."""
    _raise_file_limit()
    logs.configure(home / "log")
    console = Console(stderr=True)
    supervisor = Supervisor(children(home, settings, secrets), home / "log", lambda child: _tell(console, child))
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    work = asyncio.create_task(_work(supervisor, settings, secrets, started))
    stop = asyncio.create_task(told.wait())
    try:
        await asyncio.wait([work, stop], return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        work.cancel()
        console.print(say("正在停止…", "Stopping…"))
        await supervisor.stop()


async def _work(supervisor: Supervisor, settings: Settings, secrets: Secrets, started: Callable[[], None]) -> None:
    await supervisor.start(_START_S)
    started()
    engine = supervisor.children[ENGINE]
    guard = EngineGuard(
        ready=engine_works(settings),
        pid=lambda: engine.process.pid if engine.process else None,
        redirect=lambda: redirect_stranded(settings, secrets),
    )
    await asyncio.gather(supervisor.watch(), guard.run())


def _tell(console: Console, child: Child) -> None:
    if child.state is State.READY:
        console.print(f"· {child.spec.name} {say('就绪', 'ready')}")
    elif child.state is State.DOWN and child.ready.is_set():
        console.print(f"· {child.spec.name} {say('已停', 'down')}")


def _raise_file_limit() -> None:
    """Let the children open many files, a call takes several; not without end, for Asterisk walks through them all."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
