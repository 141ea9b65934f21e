"""`hollyhock run NAME`: prepares one process and becomes it."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.bootstrap.logs import log_json
from hollyhock.bootstrap.supervisor.centre import ENGINE, children, engine_works
from hollyhock.bootstrap.supervisor.guard import EngineGuard
from hollyhock.bootstrap.supervisor.spec import ChildSpec
from hollyhock.bootstrap.supervisor.standby import redirect_stranded
from hollyhock.cli.up import records
from hollyhock.cli.words import say
from hollyhock.contracts.errors import Unknown

WEB = "web"
GUARD = "guard"
"""The process that watches the engine; `hollyhock up` does that itself."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", help=say("在前台运行一个进程（systemd 用）", "Run one process in the foreground, for systemd"))(
        _run
    )


def _run(name: Annotated[str, typer.Argument(help="bus switch web worker engine gateway guard")]) -> None:
    folder = home()
    settings, secrets = load_settings(folder), load_secrets(folder)
    specs = {spec.name: spec for spec in children(folder, settings, secrets)}
    if name == GUARD:
        log_json()
        guard = EngineGuard(
            ready=engine_works(settings),
            pid=lambda: read_pid(folder, ENGINE),
            redirect=lambda: redirect_stranded(settings, secrets),
        )
        asyncio.run(guard.run())
    elif name in specs:
        if name == WEB:
            # After an upgrade the first start brings the records up to date.
            records.prepare(folder, demo=False)
        _become(folder, specs[name])
    else:
        raise Unknown(what="process", name=name)


def _become(folder: Path, spec: ChildSpec) -> None:
    if spec.prepare:
        spec.prepare()
    path = _pid_file(folder, spec.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The process id stays the same when the program changes.
    path.write_text(str(os.getpid()), encoding="ascii")
    os.execvpe(spec.argv[0], spec.argv, {**os.environ, **spec.env})


def read_pid(folder: Path, name: str) -> int | None:
    """Return the id of a process that `hollyhock run` started, or None when it does not live."""
    try:
        pid = int(_pid_file(folder, name).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    # Ids are used again: what has one now must still be ours.
    return pid if _is_ours(pid, name) else None


def _is_ours(pid: int, name: str) -> bool:
    try:
        return f"hollyhock.bootstrap.{name}".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _pid_file(folder: Path, name: str) -> Path:
    return folder / "run" / f"{name}.pid"
