"""A channel from a package of somebody else's: the one of the how-to, letter by letter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from hollyhock.bootstrap.channels import make_channels
from hollyhock.contracts import commands as c
from hollyhock.contracts.errors import Invalid, Unavailable
from hollyhock.testing.wait import until

from .inside import Inside, directory_with
from .packages import CHECKOUT, install

PAGE = "add-a-channel.md"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = install(PAGE, tmp_path / "hollyhock-echo")
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("hollyhock_echo", None)


@pytest.fixture
async def inside(package: Path, tmp_path: Path) -> AsyncIterator[Inside]:
    """An engine that finds the package, since the package was there first."""
    made = Inside(tmp_path, directory_with("echo"))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def server(inside: Inside) -> Any:
    return sys.modules["hollyhock_echo"].SERVER


async def test_a_contact_is_greeted_routed_taken_and_ended(inside: Inside, server: Any) -> None:
    server.come("alice", "lobby")
    await until(lambda: ("alice", "welcome") in server.done, "the flow's greeting is shown")
    data = inside.owner.here.state.data
    await until(lambda: [it.phase for it in data.interactions.values()] == ["waiting"], "alice waits in the queue")
    (it,) = data.interactions.values()
    assert (it.medium, it.entry_point, it.queue, it.leg) == ("echo", "room", "sales", "alice")
    await inside.give(c.LogIn(agent="103", session="s"))
    await inside.give(c.SetReady(agent="103"))
    await until(lambda: bool(it.offers), "an agent without a telephone is offered alice")
    assert (await inside.card(it.id)).leg == "", "the desk accepts by a command, since no telephone will ring"
    await inside.give(c.AcceptOffer(agent="103", offer=it.offers[0]))
    assert (it.phase, it.agent) == ("connected", "103")
    await inside.give(c.ClearConnection(agent="103", interaction=it.id))
    await until(lambda: server.contacts == {}, "alice is let go")
    assert server.done == [("alice", "welcome"), ("alice", "(the end)")]


async def test_a_contact_that_leaves_is_withdrawn_from_the_queue(inside: Inside, server: Any) -> None:
    server.come("bob", "lobby")
    data = inside.owner.here.state.data
    await until(lambda: [it.phase for it in data.interactions.values()] == ["waiting"], "bob waits")
    server.go("bob")
    await until(lambda: not data.interactions, "the interaction is closed")


async def test_the_telephone_goes_on_beside_it(inside: Inside) -> None:
    assert sorted(inside.channels) == ["echo", "voice"]
    inside.switch.arrive("caller", dnis="1002")
    await until(lambda: inside.switch.legs["caller"].music == "default", "the caller hears the queue's music")


def test_without_the_package_there_is_no_such_medium(tmp_path: Path) -> None:
    assert sorted(make_channels(Mock())) == ["voice"]


def test_two_packages_for_one_medium_are_refused(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = install(PAGE, tmp_path / "second")
    info = next(second.glob("*.dist-info"))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hollyhock-echo-too\nVersion: 1.0\n")
    info.rename(second / "hollyhock_echo_too-1.0.dist-info")
    monkeypatch.syspath_prepend(str(second))
    with pytest.raises(Invalid, match="hollyhock_echo:make"):
        make_channels(Mock())


def test_a_name_that_is_not_the_medium_is_refused(package: Path) -> None:
    entries = next(package.glob("*.dist-info")) / "entry_points.txt"
    entries.write_text(entries.read_text().replace("echo =", "chat ="))
    with pytest.raises(Invalid, match="name must be the medium"):
        make_channels(Mock())


def test_metadata_that_is_older_than_the_code_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hollyhock.bootstrap.channels.entry_points", lambda group: [])
    with pytest.raises(Unavailable, match="voice"):
        make_channels(Mock())


def test_the_package_passes_its_own_tests(package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore"],
        cwd=package,
        env={"PYTHONPATH": str(package), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_is_typed_and_formatted_as_ours(package: Path) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    ignored = "D,INP,S101"
    checks = (
        ["check", "--no-cache", "--config", str(CHECKOUT / "pyproject.toml"), "--extend-ignore", ignored],
        ["format", "--no-cache", "--check", "--config", str(CHECKOUT / "pyproject.toml")],
    )
    for check in checks:
        done = subprocess.run(
            [str(ruff), *check, "hollyhock_echo.py"], cwd=package, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
