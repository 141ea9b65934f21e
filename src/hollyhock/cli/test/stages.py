"""The stages of the whole test, in order."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from hollyhock.cli.launch.frontend import with_node

_LONGEST_S = 1500.0
_NIGHTLY_LONGEST_S = 6 * 3600.0
"""A stage that runs longer hangs."""
_PLACES = {"faults": "integration/engine", "up": "integration/up/test_up.py"}
"""Where a kind's tests are, if not in the folder of its name."""
_IGNORED = tuple(f"--ignore=tests/{place}" for place in _PLACES.values())
_BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
_PROCESSES = {
    "unit": ("-n", "2"),
    "faults": ("-n", "3", "--maxschedchunk", "1"),
    "contract": ("-n", "2", *_BY_FILE),
    "integration": ("-n", "3", *_BY_FILE, *_IGNORED),
    "up": (),
    "e2e": ("-n", "2", *_BY_FILE),
}
"""The kinds of tests, and how pytest deals each out."""
_ALONE = ("contract", "integration", "up", "e2e")
_MEMORY, _ROOM = Path("/dev/shm"), 6 * 2**30  # noqa: S108 - each stage makes a folder of its own in it
_LEAST = 19
_TIMED_OUT = 124
"""Its exit code, as `timeout` of the coreutils gives it."""


@dataclass(frozen=True)
class Stage:
    """One command of the whole test."""

    name: str
    command: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    beside: bool = False
    """It only computes: it takes what the stages leave that do not need the machine to themselves."""
    alone: bool = False
    """It needs the machine to itself: it measures time, or leaves none."""


@dataclass(frozen=True)
class Result:
    """How a stage ended."""

    stage: Stage
    code: int
    seconds: float


def stages(checkout: Path, *, nightly: bool = False) -> list[Stage]:
    """Return the stages that this checkout has.

    Tests run in several processes: a unit test computes, so there is one for each of two cores; an integration test
    mostly waits, so there are more. Fault tests wait for most of their minutes; what only computes fills them.

    ``nightly`` runs everything that tests have, at many more random points and with many more examples.
    """
    tool = Path(sys.executable).parent
    found = [
        Stage("lint", (str(tool / "ruff"), "check", "."), checkout, beside=True),
        Stage("format", (str(tool / "ruff"), "format", "--check", "."), checkout, beside=True),
        Stage("types", (str(tool / "mypy"),), checkout, beside=True),
        Stage("imports", (str(tool / "lint-imports"),), checkout, beside=True),
    ]
    pages = checkout / "frontend"
    if (pages / "package.json").exists():
        node = with_node(checkout)
        found.append(Stage("pages-check", ("npm", "run", "check"), pages, node, beside=True))
        found.append(Stage("pages-unit", ("npm", "test"), pages, node, beside=True))
    places = {name: f"tests/{_PLACES.get(name, name)}" for name in _PROCESSES}
    kinds = {name: place for name, place in places.items() if _has_tests(checkout / place)}
    env, choice = ({**os.environ, "HOLLYHOCK_NIGHTLY": "1"}, ("-m", "")) if nightly else (dict(os.environ), ())
    pytest = (sys.executable, "-m", "pytest", *choice)
    return [
        *found,
        *(
            Stage(
                name,
                (*pytest, *_PROCESSES[name], place),
                checkout,
                env,
                beside=name == "unit",
                alone=name in _ALONE,
            )
            for name, place in kinds.items()
        ),
    ]


def _roomy() -> Path | None:
    """Return where the homes of tests lie: in memory where there is enough of it.

    Dozens of centres and databases that come and go keep one disk so busy that others' writes wait for seconds, and
    with them what the tests measure. Whether a write is durable, no test could tell from a killed process anyway.
    """
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


def _folder(where: Path | None = None) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="hollyhock-test-", dir=where, ignore_cleanup_errors=True)


def _has_tests(place: Path) -> bool:
    return place.is_file() or any(place.rglob("test_*.py"))


def run(stage: Stage, output: IO[bytes] | None = None) -> Result:
    """Run a stage in a home folder of its own, so that it cannot touch the centre's data; show or keep its output.

    Its tests have a folder of their own too: in pytest's shared one, what an earlier run left that was killed (a
    mounted file system) would fail this one. The path is short, for sockets lie below it (unix(7): 107 bytes).
    """
    started = time.monotonic()
    with _folder() as home, _folder(_roomy()) as tests:
        env = {**stage.env, "HOLLYHOCK_HOME": home, "PYTEST_DEBUG_TEMPROOT": tests}
        own = (f"--basetemp={tests}/0",) if "pytest" in stage.command else ()
        with subprocess.Popen(
            (*stage.command, *own), cwd=stage.cwd, env=env, stdout=output, stderr=output, start_new_session=True
        ) as running:
            if stage.beside:
                _stand_back(running.pid)
            try:
                code = running.wait(_NIGHTLY_LONGEST_S if "HOLLYHOCK_NIGHTLY" in env else _LONGEST_S)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                code = _TIMED_OUT
            except KeyboardInterrupt:
                os.killpg(running.pid, signal.SIGTERM)
                raise
    return Result(stage, code, time.monotonic() - started)


def _stand_back(session: int) -> None:
    """Leave a session what the others do not need.

    Where Linux groups processes by session, a priority counts only within its group, and the group has one of its own
    (sched(7), "The autogroup feature").
    """
    os.setpriority(os.PRIO_PROCESS, session, _LEAST)
    with suppress(OSError):
        Path(f"/proc/{session}/autogroup").write_text(str(_LEAST))
