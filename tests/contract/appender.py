"""A child process that appends batches until it is killed and prints what was acknowledged."""

import asyncio
import sys
from pathlib import Path

from hollyhock.adapters.journal import SqliteJournal
from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.contracts.journal import Personal
from hollyhock.contracts.ports import Journal
from hollyhock.testing.builders import entry


async def main(address: str) -> None:
    journal: Journal = PostgresJournal(address) if address.startswith("postgresql:") else SqliteJournal(Path(address))
    await journal.open()
    seq, _epoch = await journal.last()
    while True:
        batch = [entry(seq + one, personal=(Personal(f"i{seq + one}", "ani", "1"),)) for one in (1, 2, 3)]
        await journal.append(batch)
        seq += len(batch)
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
