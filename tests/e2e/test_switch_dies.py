"""The switch is killed: softphones that it refuses at first come back by themselves, and the next call is taken."""

from __future__ import annotations

import os
import signal

from playwright.async_api import expect
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit

from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

AGAIN_S = 60.0
"""How long a process may take to be back on a busy machine."""


async def test_a_refused_softphone_comes_back_by_itself(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily = await sit("emily")
    await emily.go_ready()
    engine, switch = centre.pid("engine"), centre.pid("switch")
    assert engine is not None
    # The new switch knows no softphone until the engine tells it.
    os.kill(engine, signal.SIGSTOP)
    try:
        centre.kill("switch")
        await expect(emily.page.get_by_text("Registration refused", exact=True)).to_be_visible()
        await until(lambda: centre.pid("switch") not in (switch, None), "the switch is started again", AGAIN_S)
    finally:
        os.kill(engine, signal.SIGCONT)
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
