"""One owner at a time; a dead owner's lock is free."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from hollyhock.adapters.ownership import FileOwnership
from hollyhock.contracts.ports import Ownership

MakeOwnership = Callable[[str], Ownership]


async def test_only_one_owns(make_ownership: MakeOwnership) -> None:
    first, second = make_ownership("demo.main"), make_ownership("demo.main")
    assert await first.acquire()
    assert not await second.acquire()
    assert await first.acquire(), "asking again keeps it"
    await first.release()
    assert await second.acquire()
    assert not await first.acquire()


async def test_domains_do_not_know_each_other(make_ownership: MakeOwnership) -> None:
    assert await make_ownership("demo.main").acquire()
    assert await make_ownership("demo.other").acquire()


async def test_a_stand_by_takes_over(make_ownership: MakeOwnership) -> None:
    first, second = make_ownership("demo.main"), make_ownership("demo.main")
    await first.acquire()
    waiting = asyncio.create_task(second.wait())
    await asyncio.wait({waiting}, timeout=0.2)
    assert not waiting.done()
    await first.release()
    async with asyncio.timeout(5):
        await waiting
    assert not await first.acquire()


async def test_a_stand_by_can_give_up(make_ownership: MakeOwnership) -> None:
    first, second = make_ownership("demo.main"), make_ownership("demo.main")
    await first.acquire()
    waiting = asyncio.create_task(second.wait())
    await asyncio.wait({waiting}, timeout=0.1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await second.release()
    await first.release()
    third = make_ownership("demo.main")
    async with asyncio.timeout(5):
        await third.wait()


async def test_the_lock_of_a_killed_owner_is_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = (
        "import asyncio, pathlib, sys; from hollyhock.adapters.ownership import FileOwnership\n"
        "one = FileOwnership(pathlib.Path(sys.argv[1]))\n"
        "print(asyncio.run(one.acquire()), flush=True); sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "True\n"
        mine = FileOwnership(path)
        assert not await mine.acquire()
        owner.kill()
        async with asyncio.timeout(5):
            await mine.wait()
        await mine.release()
