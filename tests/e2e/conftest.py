"""One centre for all of it, and two browsers that sound different."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as BrowserError
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, launch, new_context
from tests.e2e.logs import logs_name_nobody
from tests.e2e.people import Desk, Visitor
from tests.e2e.telephone import LI_LEI, Caller, give_trunk

from hollyhock.testing.ports import free_port
from hollyhock.testing.rtp import RtpPeer, rtp_peer
from hollyhock.testing.sipp import Sipp, SippFleet
from hollyhock.testing.up_centre import UpCentre

Sit = Callable[[str], Awaitable[Desk]]
Visit = Callable[[], Awaitable[Visitor]]
Dial = Callable[[], Awaitable[Caller]]
Answer = Callable[[str, int], Awaitable[tuple[Sipp, RtpPeer]]]
Browsers = tuple[Browser, Browser]
_LONGEST = "test_gateway_dies.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all: the browsers live in it. The longest first: two processes share the files."""
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    items.sort(key=lambda item: item.path.name != _LONGEST)


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UpCentre]:
    """Start a centre for all tests of this process; after all of them its logs name nobody."""
    running = UpCentre(tmp_path_factory.mktemp("e2e") / "home")
    try:
        running.start()
        yield running
    finally:
        running.stop()
    logs_name_nobody(running)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browsers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browsers]:
    folder = tmp_path_factory.mktemp("tones")
    async with async_playwright() as playwright:
        visitors, agents = [await launch(playwright, folder, hertz) for hertz in (VISITOR_HZ, AGENT_HZ)]
        yield visitors, agents
        await visitors.close()
        await agents.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(centre: UpCentre, browsers: Browsers) -> AsyncIterator[Visit]:
    """Open the demo company's page as another visitor."""
    async with contextlib.AsyncExitStack() as windows:

        async def come() -> Visitor:
            context = await new_context(browsers[0])
            windows.push_async_callback(context.close)
            visitor = Visitor(await context.new_page(), centre)
            await visitor.open()
            return visitor

        yield come


@pytest_asyncio.fixture(loop_scope="session")
async def sit(centre: UpCentre, browsers: Browsers) -> AsyncIterator[Sit]:
    """Log a person in at a desk of their own; all leave in the end."""
    seated: list[Desk] = []

    async def come(name: str) -> Desk:
        context = await new_context(browsers[1])
        desk = Desk(context, await context.new_page(), centre)
        seated.append(desk)
        await desk.log_in(name)
        return desk

    yield come
    for desk in seated:
        # A window that the test closed itself is gone already.
        with contextlib.suppress(BrowserError):
            await desk.leave()


@pytest.fixture(scope="session")
def carrier_port() -> int:
    """Where the centre's carrier takes calls to customers."""
    return free_port()


@pytest.fixture
def fleet(centre: UpCentre, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SippFleet]:
    """Start telephones, and end them all."""
    telephones = SippFleet(centre, tmp_path_factory.mktemp("sipp"))
    yield telephones
    telephones.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def dial(sit: Sit, centre: UpCentre, fleet: SippFleet, carrier_port: int) -> AsyncIterator[Dial]:
    """Have a known customer, Li Lei, call 1001 on a line of the centre; returns when the line speaks."""
    await give_trunk(await sit("admin"), centre, carrier_port)
    async with contextlib.AsyncExitStack() as sounds:

        async def call() -> Caller:
            sound = await rtp_peer()
            sounds.push_async_callback(sound.close)
            caller = Caller(fleet.call("caller_waits", "1001", sender=LI_LEI, rtp_port=sound.port), sound)
            await caller.answered()
            return caller

        yield call


@pytest_asyncio.fixture(loop_scope="session")
async def answer(fleet: SippFleet, carrier_port: int) -> AsyncIterator[Answer]:
    """Let the customers' telephone answer, or not, by a scenario with its pause in milliseconds."""
    async with contextlib.AsyncExitStack() as sounds:

        async def begin(scenario: str, milliseconds: int) -> tuple[Sipp, RtpPeer]:
            sound = await rtp_peer()
            sounds.push_async_callback(sound.close)
            keys = {"rtp_port": str(sound.port)}
            sipp = fleet.run(scenario, "carrier", keys=keys, milliseconds=milliseconds, calls=1000, port=carrier_port)
            return sipp, sound

        yield begin
