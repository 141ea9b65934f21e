"""A visitor's connection breaks in the worst moment: the call goes on, and its end comes through."""

from __future__ import annotations

from playwright.async_api import WebSocketRoute
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit

from hollyhock.testing.wait import until

_ASKED = "UPDATE sip:"
BROKEN = 2
"""So many connections break with the page's question in the air."""


class Road:
    """The visitor's connection to the switch: it breaks when it likes, and when the page says where it is now."""

    def __init__(self) -> None:
        """Nothing has been said yet."""
        self.asked = 0
        self._present: WebSocketRoute | None = None

    async def open(self, page_side: WebSocketRoute) -> None:
        """Carry one connection."""
        self._present = page_side
        switch_side = page_side.connect_to_server()

        async def say(frame: str | bytes) -> None:
            if str(frame).startswith(_ASKED):
                self.asked += 1
                if self.asked <= BROKEN:
                    await self.break_()
                    return
            switch_side.send(frame)

        page_side.on_message(say)

    async def break_(self) -> None:
        """End the connection, as networks do."""
        assert self._present is not None
        await self._present.close(code=1011)


async def test_the_page_is_cut_off_while_it_says_where_it_is(sit: Sit, visit: Visit) -> None:
    emily, visitor, road = await sit("emily"), await visit(), Road()
    await visitor.page.route_web_socket("**/sip*", road.open)
    await visitor.open()
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await emily.accept()
    await road.break_()
    await until(lambda: road.asked > BROKEN, "the page has said it again", 30.0)
    await visitor.in_call()
    await hears(visitor.page, AGENT_HZ)
    await hears(emily.page, VISITOR_HZ)
    await emily.hang_up()
    await visitor.over()
    await emily.finish()
