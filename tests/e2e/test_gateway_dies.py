"""The gateway is killed again and again while a customer calls, and nobody who talks notices."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter

from playwright.async_api import Error as BrowserError
from playwright.async_api import WebSocket, expect
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit
from tests.e2e.people import Desk, Visitor
from tests.e2e.truth import calls_of, phase_of_last_call

from hollyhock.contracts.events import ConnectionCleared, InteractionClosed, Queued, Reattaching
from hollyhock.testing.profile import FAULT_POINTS
from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

ALL_STATES = {"flow", "waiting", "ringing", "talking", "hold", "reattaching", "wrap_up"}
AGAIN_S = 60.0
"""How long a process may take to be back on a busy machine."""
NOTE = "Told the roaming fee"


class Sockets:
    """The sockets that a desk has opened, and the cursors that it came back with."""

    def __init__(self, desk: Desk) -> None:
        """Watch from now on."""
        self.opened: Counter[str] = Counter()
        self.cursors: list[int | None] = []
        desk.page.on("websocket", self._opens)

    def _opens(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self._sent(socket, frame))
        socket.on("framereceived", lambda _frame: self._hears(socket))

    def _sent(self, socket: WebSocket, frame: str | bytes) -> None:
        if "/socket/desk" in socket.url and '"hello"' in str(frame):
            self.cursors.append(json.loads(frame)["cursor"])

    def _hears(self, socket: WebSocket) -> None:
        """A socket counts when the other side has said something."""
        self.opened["desk" if "/socket/desk" in socket.url else "phone"] += 1


class Murder:
    """Kills the gateway at a random moment and waits until the desk is whole again."""

    def __init__(self, centre: UpCentre, desk: Desk, seed: int) -> None:
        """Take a desk that is logged in."""
        self.points: Counter[str] = Counter()
        self.centre, self._desk, self._dice = centre, desk, random.Random(seed)
        self.sockets = Sockets(desk)

    async def strike(self) -> None:
        """Kill, and return when the desk's socket and softphone are back."""
        told = asyncio.create_task(self._desk.page.get_by_text("Calls go on.").wait_for())
        await self.kill(within_ms=700)
        await told
        await self.whole()

    async def kill(self, within_ms: int) -> None:
        """Kill at a random moment."""
        pid = self.centre.pid("gateway")
        assert pid is not None
        await asyncio.sleep(self._dice.uniform(0, within_ms) / 1000)
        self.points[await phase_of_last_call(self.centre)] += 1
        self.centre.kill("gateway")
        self.sockets.opened.clear()
        await until(lambda: self.centre.pid("gateway") not in (pid, None), "the gateway is started again", AGAIN_S)

    async def whole(self) -> None:
        """Wait for new sockets that answer, and for what the page says of them."""
        await until(lambda: len(self.sockets.opened) == 2, "both sockets are back", AGAIN_S)
        await expect(self._desk.page.get_by_text("Calls go on.")).to_be_hidden()
        await self._desk.phone_ready()


async def talk(visitor: Visitor, desk: Desk) -> None:
    await expect(desk.work.get_by_text("Talking", exact=True)).to_be_visible()
    await hears(visitor.page, AGENT_HZ)
    await hears(desk.page, VISITOR_HZ)


async def one_call(visitor: Visitor, desk: Desk, murder: Murder) -> None:
    """Take a call through all its states, with the gateway dying in each of them."""
    for _ in range(2):
        await murder.strike()
        await visitor.in_call()
    await visitor.press("2")
    waits = desk.page.locator("section", has=desk.page.get_by_role("heading", name="Queues")).get_by_text(
        "1", exact=True
    )
    await visitor.press_until("0", lambda: waits.first)
    for _ in range(2):
        await murder.strike()
        await expect(waits.first).to_be_visible()
    await desk.ready_for_who_waits()
    await murder.strike()
    await desk.offer.wait_for()
    await desk.accept()
    await talk(visitor, desk)
    for _ in range(4):
        await murder.strike()
        await talk(visitor, desk)

    await desk.page.keyboard.press("Alt+KeyH")
    held = desk.work.get_by_text("On hold", exact=True)
    for _ in range(2):
        await held.wait_for()
        await murder.strike()
    await held.wait_for()
    await desk.page.keyboard.press("Alt+KeyH")
    await talk(visitor, desk)

    for _ in range(2):
        await desk.page.reload(wait_until="commit")
        while await phase_of_last_call(murder.centre) != "reattaching":
            await asyncio.sleep(0.01)
        await murder.kill(within_ms=100)
        await reload_until_there(desk)
        await murder.whole()
        await talk(visitor, desk)

    await desk.hang_up()
    await desk.page.keyboard.press("Alt+KeyN")
    await desk.page.keyboard.type(NOTE)
    for _ in range(2):
        await murder.strike()
        await expect(desk.work.get_by_label("Note")).to_have_value(NOTE)
    await visitor.over()
    await desk.page.get_by_label("Why not ready").select_option("break")
    await desk.finish()
    await desk.in_state("Not ready")


async def reload_until_there(desk: Desk) -> None:
    """Reload as people do: again, when the page does not come."""
    while True:
        try:
            await desk.page.reload()
            await desk.page.locator("header nav").wait_for()
        except BrowserError:
            continue
        return


async def test_nobody_notices(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily, visitor = await sit("emily"), await visit()
    await emily.phone_ready()
    murder = Murder(centre, emily, seed=11)
    before = len(await calls_of(centre))
    await visitor.call()
    while True:
        await one_call(visitor, emily, murder)
        if murder.points.total() >= FAULT_POINTS:
            break
        await visitor.page.locator(".panel").get_by_role("button", name="Call again").click()
        await visitor.menu()
    assert set(murder.points) == ALL_STATES
    calls = (await calls_of(centre))[before:]
    assert len(calls) * 15 >= FAULT_POINTS
    for events in calls:
        # The place in the queue was kept, the call came back to the desk after each reload (and after a softphone was
        # long away, on a busy machine), and the agent ended it.
        assert len([one for one in events if isinstance(one, Queued)]) == 1
        assert len([one for one in events if isinstance(one, Reattaching)]) >= 2
        assert [one.cause for one in events if isinstance(one, ConnectionCleared | InteractionClosed)] == ["agent"] * 2
