"""`hollyhock up` as a person starts it: everything real, on free ports, in a home folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hollyhock.testing.processes import environment
from hollyhock.testing.wait import wait_for

_START_S = 240.0
_SECOND_START_S = 8.0


class Up:
    """One run of the command."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.started = time.monotonic()
        self._output = (home / "output.txt").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hollyhock.cli.main", "--lang", "en", "up", *arguments],
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env=environment(home),
        )

    def text(self) -> str:
        return Path(self._output.name).read_text()

    def wait_for_addresses(self) -> float:
        """Return the seconds from the start of the command to its addresses."""
        wait_for(lambda: "Ctrl-C" in self.text() or self.process.poll() is not None, "addresses", _START_S)
        assert "Ctrl-C" in self.text(), self.text()
        return time.monotonic() - self.started

    def address(self, what: str) -> str:
        found = re.search(rf"{what}\s+(\S+)", self.text())
        assert found, self.text()
        return found.group(1)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._output.close()


def ours(home: Path) -> set[int]:
    """Return the processes that run for a home folder."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue
        if command and str(home).encode() in command + environment:
            found.add(int(folder.name))
    return found - {os.getpid()}


@pytest.fixture
def up(home: Path) -> Iterator[Up]:
    run = Up(home)
    yield run
    run.close()
    wait_for(lambda: not ours(home), "every process has ended")


def test_first_start_makes_everything_and_tells_where_to_go(home: Path, up: Up) -> None:
    up.wait_for_addresses()
    for what in ("Customer page", "Desk", "Back office"):
        assert httpx.get(up.address(what), follow_redirects=True).status_code == 200
    assert re.search(r"(?s)Log-ins.*administrator", up.text())
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(60) == 0
    assert ours(home) == set()


def test_second_start_is_quick_and_tells_no_passwords(up: Up) -> None:
    assert up.wait_for_addresses() <= _SECOND_START_S
    assert "Log-ins" not in up.text()


def test_second_centre_in_the_same_folder_is_refused(home: Path, up: Up, tmp_path: Path) -> None:
    up.wait_for_addresses()
    command = [sys.executable, "-m", "hollyhock.cli.main", "--lang", "en", "up"]
    env = environment(home)
    second = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 1
    assert "already running" in second.stderr


def test_killed_supervisor_takes_everything_with_it(home: Path, up: Up) -> None:
    up.wait_for_addresses()
    assert len(ours(home)) >= 7
    up.process.kill()
    up.process.wait()
    wait_for(lambda: not ours(home), "no orphan is left")


def test_killed_engine_is_back_and_the_log_says_so(home: Path, up: Up) -> None:
    up.wait_for_addresses()
    engine = next(pid for pid in ours(home) if b"bootstrap.engine" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(engine, signal.SIGKILL)
    wait_for(lambda: up.text().count("engine ready") == 2, "the engine is ready again")
    assert '"code": -9' in (home / "log" / "supervisor.log").read_text()
