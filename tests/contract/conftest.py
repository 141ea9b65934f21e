"""One set of implementations per port; each suite runs on all of them."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from hollyhock.adapters.bus import MemoryBus, NatsBus
from hollyhock.adapters.journal import SqliteJournal
from hollyhock.adapters.journal.postgres_journal import PostgresJournal
from hollyhock.adapters.ownership import FileOwnership
from hollyhock.adapters.postgres_ownership import PostgresOwnership
from hollyhock.contracts.ports import Bus, Journal, Ownership
from hollyhock.testing.nats import NatsServer
from hollyhock.testing.postgres import PostgresCluster

MakeJournal = Callable[[], Journal]
MakeOwnership = Callable[[str], Ownership]
MakeBus = Callable[[], Bus]


@pytest.fixture(params=["sqlite", "postgres"])
def journal_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty journal can be made: a path or a URL, so that child processes can open it too."""
    if request.param == "sqlite":
        return str(tmp_path / "journal.sqlite3")
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    return cluster.database()


def journal_at(address: str) -> Journal:
    return PostgresJournal(address) if address.startswith("postgresql:") else SqliteJournal(Path(address))


@pytest.fixture
async def make_journal(journal_address: str) -> AsyncIterator[MakeJournal]:
    """Makes another user of the same journal, as another process would be."""
    made: list[Journal] = []

    def make() -> Journal:
        made.append(journal_at(journal_address))
        return made[-1]

    yield make
    for one in made:
        await one.close()


@pytest.fixture
async def journal(make_journal: MakeJournal) -> Journal:
    one = make_journal()
    await one.open()
    return one


@pytest.fixture(params=["file", "postgres"])
async def make_ownership(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MakeOwnership]:
    made: list[Ownership] = []
    url = request.getfixturevalue("postgres").database() if request.param == "postgres" else ""

    def make(name: str) -> Ownership:
        made.append(PostgresOwnership(url, name) if url else FileOwnership(tmp_path / "run" / f"{name}.lock"))
        return made[-1]

    yield make
    for one in made:
        await one.release()


@pytest.fixture(params=["memory", "nats"])
async def make_bus(request: pytest.FixtureRequest) -> AsyncIterator[MakeBus]:
    made: list[Bus] = []
    shared = MemoryBus()
    server: NatsServer | None = request.getfixturevalue("nats_server") if request.param == "nats" else None

    def make() -> Bus:
        made.append(NatsBus(server.url, server.token) if server else shared)
        return made[-1]

    yield make
    for one in made:
        await one.close()


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[NatsServer]:
    """A server that the test may stop and start."""
    server = NatsServer(tmp_path)
    server.start()
    yield server
    server.stop()
