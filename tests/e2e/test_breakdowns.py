"""Processes are killed in mid-call, and nobody who talks notices."""

from __future__ import annotations

from playwright.async_api import expect
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit

from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

AGAIN_S = 90.0
"""How long a process may take to be back on a busy machine."""


async def killed(centre: UpCentre, name: str) -> int:
    """Kill a process; return its id."""
    pid = centre.pid(name)
    assert pid is not None
    centre.kill(name)
    await until(lambda: centre.pid(name) != pid, f"{name} is gone", AGAIN_S)
    return pid


async def test_gateway_dies_in_mid_call(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily, visitor = await sit("emily"), await visit()
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await emily.accept()
    await hears(emily.page, VISITOR_HZ)

    await killed(centre, "gateway")
    await expect(emily.page.get_by_text("Calls go on.")).to_be_visible()
    await hears(emily.page, VISITOR_HZ)
    await hears(visitor.page, AGENT_HZ)
    await expect(emily.page.get_by_text("Calls go on.")).to_be_hidden()
    await emily.phone_ready()
    await expect(emily.work.get_by_text("Talking", exact=True)).to_be_visible()
    await hears(emily.page, VISITOR_HZ)
    await hears(visitor.page, AGENT_HZ)
    # The desk steers again, and the softphone can be called.
    await emily.page.keyboard.press("Alt+KeyH")
    await expect(emily.work.get_by_text("On hold", exact=True)).to_be_visible()
    await emily.page.keyboard.press("Alt+KeyH")
    await hears(visitor.page, AGENT_HZ)
    await emily.hang_up()
    await emily.finish()


async def test_web_and_worker_die_and_calls_are_routed(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily, visitor = await sit("emily"), await visit()
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.page.get_by_role("button", name="Key 0").wait_for()
    for name in ("web", "worker"):
        await killed(centre, name)
    await visitor.press_until("0", lambda: emily.offer)
    await emily.accept()
    await hears(visitor.page, AGENT_HZ)
    await hears(emily.page, VISITOR_HZ)
    await emily.hang_up()
    await emily.finish()
    await until(lambda: None not in (centre.pid("web"), centre.pid("worker")), "web and worker are back", AGAIN_S)
