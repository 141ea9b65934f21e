"""What an agent meets beside a plain call: a second tab, no answer, the keyboard alone."""

from __future__ import annotations

import time

from playwright.async_api import expect
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit

from hollyhock.contracts.events import AnyEvent, InteractionArrived, OfferMade, Queued
from hollyhock.testing.up_centre import UpCentre

OFFER_MS = 15_000
"""How long the operators' queue lets it ring."""
LAG_MS = 1_500
"""What a page may be wrong about the server's time."""


async def events_of_last_call(centre: UpCentre) -> list[AnyEvent]:
    """Return what the journal has of the interaction that arrived last."""
    events = [event for entry in await centre.entries() for event in entry.events]
    last = [event.interaction for event in events if isinstance(event, InteractionArrived)][-1]
    return [event for event in events if getattr(event, "interaction", "") == last]


async def test_second_tab_is_told_and_takes_over(sit: Sit) -> None:
    daniel = await sit("daniel")
    await daniel.phone_ready()
    second = await daniel.context.new_page()
    await second.goto(daniel.page.url)
    await expect(second.get_by_text("The softphone is in another tab.")).to_be_visible()
    await second.get_by_role("button", name="Use this tab").click()
    await expect(second.get_by_text("Registered", exact=True)).to_be_visible()
    await expect(daniel.page.get_by_role("button", name="Use this tab")).to_be_visible()
    await second.close()


async def test_offer_not_accepted_in_time_keeps_the_callers_place(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily, visitor = await sit("emily"), await visit()
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await emily.in_state("Not ready")
    await expect(emily.page.get_by_text("Did not answer", exact=True)).to_be_visible()
    await emily.offer.wait_for(state="detached")
    await visitor.in_call()
    await emily.ready_for_who_waits()
    # The wait counts from the first moment on: the journal has it exactly, the page shows it in whole seconds.
    queued, *offers = [one for one in await events_of_last_call(centre) if isinstance(one, Queued | OfferMade)]
    assert isinstance(queued, Queued)
    assert [offer.agent for offer in offers if isinstance(offer, OfferMade)] == ["2011", "2011"]
    last = offers[-1]
    assert isinstance(last, OfferMade)
    assert last.trace.waited_ms >= OFFER_MS
    begun = time.time() * 1000 - queued.since
    minutes, seconds = map(int, (await emily.offered("Waited").inner_text()).split(":"))
    # The page's clock ticks once a second.
    assert begun - 1_000 - LAG_MS <= 1000 * (60 * minutes + seconds) <= time.time() * 1000 - queued.since + LAG_MS
    await emily.accept()
    await hears(visitor.page, AGENT_HZ)
    await hears(emily.page, VISITOR_HZ)
    await visitor.hang_up()
    await emily.in_state("After-call work")
    await emily.finish()


async def test_keyboard_alone_suffices(sit: Sit, visit: Visit) -> None:
    emily, visitor = await sit("emily"), await visit()
    keys = emily.page.keyboard
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await keys.press("Alt+KeyA")
    await expect(emily.work.get_by_text("Talking", exact=True)).to_be_visible()
    await keys.press("Alt+KeyX")
    await emily.in_state("After-call work")
    await keys.press("Alt+KeyC")
    await keys.press("ArrowDown")
    await expect(emily.work.locator("input:checked")).to_be_focused()
    await keys.press("Alt+KeyN")
    await keys.type("Without a mouse")
    await keys.press("Alt+Enter")
    await emily.work.wait_for(state="detached")
    await emily.in_state("Ready")
    # Not ready with a reason: the list opens on the keyboard, too.
    await keys.press("Alt+KeyS")
    await expect(emily.page.get_by_label("Why not ready")).to_be_focused()
    await keys.press("Escape")
    # The first arrow key opens it, too, and chooses nothing yet; the second reason takes two more.
    for _ in range(3):
        await keys.press("ArrowDown")
    await keys.press("Enter")
    await emily.in_state("Not ready")
    await expect(emily.page.locator("section[aria-labelledby=my-state] .reason")).to_have_text("Meal")
    await keys.press("Alt+Digit2")
    await expect(emily.page.get_by_role("heading", name="Interactions", level=1)).to_be_visible()
