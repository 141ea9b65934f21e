"""The journal's disk runs full in the middle of calls: commands are refused, calls go on, facts are kept and true."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import SetNotReady
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.views import SystemCard
from hollyhock.core.apply.fold import fold
from hollyhock.core.state import State
from hollyhock.testing.centre import small_centre
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.wait import until

from .traffic import nothing_is_wrong

CALLS = 20


class SmallDisk:
    """A file system of two megabytes that a test can fill and empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self) -> None:
        """Leave not one block."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (65_536, 4_096, 512, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def empty(self) -> None:
        """Free what was filled."""
        self._ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Mount it; this needs root, as the machine that runs all tests has."""
    path = tmp_path / "small"
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(path)], check=True)
    yield SmallDisk(path)
    subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.fixture
async def centre(tmp_path: Path, disk: SmallDisk) -> AsyncIterator[RealCentre]:
    made = RealCentre(tmp_path, small_centre(wrap_up_ms=3_000))
    (made.home / "journal.sqlite3").symlink_to(disk.path / "journal.sqlite3")
    try:
        await made.start()
        yield made
    finally:
        await made.stop()


async def full(centre: RealCentre, *, wanted: bool) -> None:
    async def look() -> bool:
        with suppress(HollyhockError):
            return any(isinstance(c, SystemCard) and c.journal_full == wanted for c in await centre.cards())
        return False

    await centre.until(look, f"journal full: {wanted}")


async def refused(centre: RealCentre) -> None:
    """A command is refused with the journal's own sentence."""
    with pytest.raises(LookupError, match="journal_full"):
        await centre.ask(SetNotReady(agent="103", reason="lunch"))


async def true_to_the_journal(centre: RealCentre) -> None:
    """The journal folded from its beginning gives what the engine shows."""
    state = State()
    state.data.scope = str(centre.scope)
    for entry in await centre.entries():
        fold(state, entry)
    shown = {card.interaction for card in await centre.calls()}
    assert set(state.data.interactions) == shown
    for desk in centre.desks.values():
        assert state.agent(desk.code).state == (await centre.agent_card(desk.code)).state


@pytest.mark.parametrize("killed", [False, True], ids=["space is freed", "killed while full"])
async def test_a_full_journal_in_the_middle_of_calls(centre: RealCentre, disk: SmallDisk, *, killed: bool) -> None:
    for code in ("103", "105", "106"):
        await centre.agent(code, "agent_answers")
    callers = [
        await asyncio.to_thread(centre.fleet.call, "caller_hangs_up", "1002", milliseconds=6_000 + 400 * number)
        for number in range(CALLS)
    ]
    await centre.calls_are(connected=3, waiting=CALLS - 3)
    disk.fill()
    # The first caller who hangs up is a fact that meets the full disk.
    await full(centre, wanted=True)
    await refused(centre)
    await until(lambda: sum(caller.ended() for caller in callers) > CALLS / 2, "half have hung up")
    if killed:
        centre.kill(centre.engines[-1])
        centre.start_engine()
        await full(centre, wanted=True)
        await refused(centre)
    await until(lambda: all(caller.ended() for caller in callers), "all have hung up", 30)
    assert all(caller.succeeded() for caller in callers)
    disk.empty()
    await full(centre, wanted=False)
    await centre.calls_are(connected=0, waiting=0, wrapping_up=0)
    await centre.ask(SetNotReady(agent="103", reason="lunch"))
    await nothing_is_wrong(centre)
    await true_to_the_journal(centre)
    pressures = [x.full for x in await centre.events() if isinstance(x, e.JournalPressure)]
    assert pressures[0] is True
    assert pressures[-1] is False
    assert msgspec.json.encode(await centre.entries()).count(b"13800138000") == 0
