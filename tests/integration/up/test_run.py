"""`hollyhock run`, as the systemd units use it: each process on its own, and the guard that watches the engine."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hollyhock.adapters.settings import load_settings
from hollyhock.cli.run.commands import read_pid
from hollyhock.testing.ports import free_port
from hollyhock.testing.processes import environment
from hollyhock.testing.wait import wait_for


class Units:
    """Processes started as their units would start them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.started: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "hollyhock.cli.main", "run", name]
        with (self.home / f"{name}.txt").open("ab") as log:
            env = environment(self.home)
            self.started[name] = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        return self.started[name]

    def close(self) -> None:
        for process in self.started.values():
            process.kill()
            process.wait()


@pytest.fixture
def units(home: Path) -> Iterator[Units]:
    started = Units(home)
    yield started
    started.close()


def well(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).is_success
    except httpx.HTTPError:
        return False


def test_guard_kills_a_frozen_engine_that_runs_as_a_unit(home: Path, units: Units) -> None:
    port = load_settings(home).ports.engine_health
    for name in ("bus", "switch", "guard"):
        units.start(name)
    engine = units.start("engine")
    wait_for(lambda: well(port), "the engine is well", 60)
    assert read_pid(home, "engine") == engine.pid
    guard_log = home / "guard.txt"
    wait_for(lambda: "engine answers" in guard_log.read_text(), "the guard has heard the engine")
    os.kill(engine.pid, signal.SIGSTOP)
    wait_for(lambda: engine.poll() is not None, "the frozen engine is killed", 30)
    assert engine.returncode == -signal.SIGKILL
    assert read_pid(home, "engine") is None
    assert "engine killed" in guard_log.read_text()
    units.start("engine")
    wait_for(lambda: well(port), "the next engine is well", 60)


def test_unknown_process_is_refused(home: Path, units: Units) -> None:
    assert units.start("toaster").wait(30) == 1
    assert "toaster" in (home / "toaster.txt").read_text()


def test_a_stand_by_engine_says_so_and_takes_over(home: Path, units: Units, tmp_path: Path) -> None:
    other = Units(second_home(home, tmp_path / "other"))
    first, second = (load_settings(folder).ports.engine_health for folder in (home, other.home))
    for name in ("bus", "switch"):
        units.start(name)
    engine = units.start("engine")
    try:
        wait_for(lambda: role(first) == "working", "the engine works", 60)
        stand_by = other.start("engine")
        wait_for(lambda: role(second) == "standby", "the second engine stands by", 60)
        engine.kill()
        engine.wait()
        wait_for(lambda: role(second) == "working", "the second engine has taken over", 60)
        engine = units.start("engine")
        wait_for(lambda: role(first) == "standby", "the first engine stands by now", 60)
        engine.terminate()
        assert engine.wait(30) in {0, -signal.SIGTERM}, "one that waits ends when told to"
        assert stand_by.poll() is None
    finally:
        other.close()


def second_home(home: Path, folder: Path) -> Path:
    """Return a home that shares lock, journal, bus and switch with the first, as engines of a fleet do."""
    folder.mkdir()
    text = (home / "hollyhock.toml").read_text()
    text = re.sub(r"(?m)^engine_health = \d+$", f"engine_health = {free_port()}", text)
    (folder / "hollyhock.toml").write_text(text)
    (folder / "run").mkdir()
    for shared in ("secrets.toml", "parts", "run/engine.lock", "journal.sqlite3"):
        (folder / shared).symlink_to(home / shared)
    return folder


def role(port: int) -> str:
    try:
        return str(httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).json()["role"])
    except httpx.HTTPError:
        return ""
