"""What was acknowledged is there after ``kill -9`` at any moment."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from hollyhock.contracts.ports import Journal

MakeJournal = Callable[[], Journal]
ROUNDS = 6


async def test_every_acknowledged_entry_survives_a_kill(journal_address: str, make_journal: MakeJournal) -> None:
    chance = random.Random(2600)
    acknowledged = 0
    for _ in range(ROUNDS):
        acknowledged = _killed_after(journal_address, chance.randrange(1, 60))
        journal = make_journal()
        await journal.open()
        last, _epoch = await journal.last()
        assert last >= acknowledged
        assert last % 3 == 0, "a batch is there in whole or not at all"
        kept = [one.seq for one in await journal.read(0, limit=100_000)]
        assert kept == list(range(1, last + 1))
        assert len(await journal.personal(f"i{seq}" for seq in kept)) == last
    assert acknowledged > ROUNDS


def _killed_after(address: str, batches: int) -> int:
    program = [sys.executable, str(Path(__file__).with_name("appender.py")), address]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(batches):
            line = child.stdout.readline()
            assert line, "the child appends"
        child.kill()
        rest = child.stdout.read()
    # A line may be torn by the kill; whole ones were acknowledged.
    return int((line + rest[: rest.rfind("\n") + 1]).split()[-1])
