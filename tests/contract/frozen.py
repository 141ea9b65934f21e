"""A child process that a test stops in the middle of a transaction, or with the lock of a domain in its hand."""

import asyncio
import sys
from contextlib import suppress

from hollyhock.adapters import postgres_ownership
from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.adapters.postgres_ownership import PostgresOwnership
from hollyhock.contracts.errors import HollyhockError
from hollyhock.testing.builders import entries


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def write(url: str) -> None:
    """Append within an open transaction, wait to be stopped, and go on as if nothing had been."""
    journal = PostgresJournal(url)
    await journal.open()
    try:
        async with journal._writer.transaction():
            await journal.append(entries(1, 2))
            tell("inside")
            await asyncio.to_thread(sys.stdin.readline)
    except HollyhockError as error:
        tell(error.code)
    try:
        await journal.append(entries(1, 2))
        tell("written")
    except HollyhockError as error:
        tell(error.code)


async def own(url: str) -> None:
    """Hold a lock that lasts a second longer than its owner says that it lives."""
    postgres_ownership.LEASE_S, postgres_ownership.BEAT_S = 1.0, 0.1
    ownership = PostgresOwnership(url, "demo.main")
    tell(str(await ownership.acquire()))
    with suppress(asyncio.CancelledError):
        await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run({"write": write, "own": own}[sys.argv[1]](sys.argv[2]))
