"""The journal's disk runs full in the middle of calls: commands are refused, calls go on, facts are kept and true."""

from __future__ import annotations

import random
import statistics
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import SetNotReady
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.views import SystemCard
from hollyhock.testing.centre import small_centre
from hollyhock.testing.profile import FAULT_POINTS
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.wait import until

from .moments import Moments
from .traffic import IDLE, Traffic, busy
from .truths import all_over, controllable, kept_their_place

CALLS = 20


class SmallDisk:
    """A small file system that a test can fill and empty."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self) -> None:
        """Leave not one block."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1_048_576, 65_536, 4_096, 512, 1):
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
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(path)], check=True)
    yield SmallDisk(path)
    subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.fixture
async def centre(tmp_path: Path, disk: SmallDisk) -> AsyncIterator[RealCentre]:
    made = RealCentre(tmp_path, small_centre(wrap_up_ms=3_000, agents=11))
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
        await centre.ask(SetNotReady(agent=IDLE, reason="lunch"))


async def test_a_full_journal_in_the_middle_of_calls(centre: RealCentre, disk: SmallDisk) -> None:
    """By turns space is freed while the engine lives, and the engine is killed while the disk is full."""
    await busy(centre)
    # So many come and so long do they stay that there are always about twenty.
    traffic = Traffic(centre, seed=19, stay=(8_000, 20_000))
    moments = Moments(traffic, seed=20)
    dice = random.Random(21)
    turns = [True, False] * (FAULT_POINTS // 2)
    dice.shuffle(turns)
    await until(lambda: here(traffic) >= CALLS, "as many calls as shall be", 30)
    there, number = [], 0
    async for before in moments:
        there.append(here(traffic))
        disk.fill()
        # The first caller who hangs up is a fact that meets the full disk.
        await full(centre, wanted=True)
        await refused(centre)
        if turns[number]:
            centre.engines[-1].kill()
            centre.start_engine()
            await full(centre, wanted=True)
            await refused(centre)
        disk.empty()
        await full(centre, wanted=False)
        await controllable(centre, number := number + 1)
        await kept_their_place(centre, before)
    assert statistics.mean(there) >= CALLS
    await all_over(centre, traffic)
    assert moments.everywhere(), moments.struck
    pressures = [x.full for x in await centre.events() if isinstance(x, e.JournalPressure)]
    assert pressures[0] is True
    assert pressures[-1] is False
    assert sum(1 for one, next_one in pairwise(pressures) if one and not next_one) == FAULT_POINTS
    assert msgspec.json.encode(await centre.entries()).count(b"13800138000") == 0


def here(traffic: Traffic) -> int:
    """Return how many callers are there now."""
    return sum(not caller.ended() for caller in traffic.callers)
