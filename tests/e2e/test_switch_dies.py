"""The switch is killed: the desk says so, its softphone comes back by itself, and the next call is taken."""

from __future__ import annotations

from playwright.async_api import expect
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit

from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

AGAIN_S = 60.0
"""How long a process may take to be back on a busy machine."""


async def test_a_desk_takes_calls_again(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily = await sit("emily")
    await emily.go_ready()
    killed = centre.pid("switch")
    centre.kill("switch")
    await expect(emily.page.get_by_text("Registered", exact=True)).to_be_hidden()
    await until(lambda: centre.pid("switch") not in (killed, None), "the switch is started again", AGAIN_S)
    await emily.phone_ready()
    await emily.in_state("Ready")

    visitor = await visit()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await emily.accept()
    await hears(visitor.page, AGENT_HZ)
    await hears(emily.page, VISITOR_HZ)
    await emily.hang_up()
    await emily.finish()
