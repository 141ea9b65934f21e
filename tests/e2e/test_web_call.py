"""The main road: a click on the demo page, a screen pop, a talk, and the recording of it."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears, no_longer_hears
from tests.e2e.conftest import Sit, Visit
from tests.e2e.people import Desk, Visitor

from hollyhock.testing.up_centre import UpCentre

ALICE = ("13800138006", "618006")
"""A customer of the demo: telephone number and service password."""

SOUND = "sounds.find((one) => one.currentSrc.includes('/api/recordings/'))"
"""What a page plays of the recordings."""
TONE = 0.3
"""Share of half a second's energy that a beep has at least, and what is no beep never has."""
LEAST_S = 5


async def in_queue(visitor: Visitor, desk: Desk) -> None:
    """Choose English, ask for the operator, wait until it rings at a desk."""
    await visitor.press("2")
    await visitor.press_until("0", lambda: desk.offer)


async def hear_each_other(visitor: Visitor, desk: Desk) -> None:
    await hears(visitor.page, AGENT_HZ)
    await hears(desk.page, VISITOR_HZ)


async def test_signed_in_customer_calls_from_the_page(sit: Sit, visit: Visit, centre: UpCentre) -> None:
    emily, visitor = await sit("emily"), await visit()
    await emily.go_ready()
    await visitor.sign_in(*ALICE)
    await visitor.call()
    await in_queue(visitor, emily)
    wanted = await visitor.page.evaluate("wantedOf")
    assert [(bool(one["audio"]), bool(one.get("video"))) for one in wanted] == [(True, False)]

    # Before answering the desk knows who it is, and from where.
    await expect(emily.offer.get_by_text("Alice Brown")).to_be_visible()
    await expect(emily.offered("Language")).to_have_text("English")
    await expect(emily.offered("Waited")).to_have_text(re.compile(r"^\d+:\d\d$"))
    await expect(emily.page.locator("section[aria-labelledby=panel-customer]")).to_contain_text("C10006")
    await expect(history(emily)).to_be_visible()
    await expect(emily.page.get_by_text("/demo/en/")).to_be_visible()
    await emily.accept()
    await hear_each_other(visitor, emily)

    await emily.page.keyboard.press("Alt+KeyH")
    await expect(emily.work.get_by_text("On hold", exact=True)).to_be_visible()
    await no_longer_hears(visitor.page, AGENT_HZ)
    await emily.page.keyboard.press("Alt+KeyH")
    await hear_each_other(visitor, emily)

    await emily.page.keyboard.press("Alt+KeyM")
    await no_longer_hears(visitor.page, AGENT_HZ)
    await hears(emily.page, VISITOR_HZ)
    await emily.page.keyboard.press("Alt+KeyM")
    await hear_each_other(visitor, emily)

    await emily.page.reload()
    await expect(emily.work.get_by_text("Talking", exact=True)).to_be_visible()
    await expect(emily.work.locator("#call-name")).to_have_text("Alice Brown")
    await hear_each_other(visitor, emily)

    await emily.hang_up()
    await visitor.over()
    await emily.work.get_by_label("Bill or balance").check()
    await emily.page.keyboard.press("Alt+KeyN")
    await emily.page.keyboard.type("Explained the last bill")
    await emily.finish()
    await emily.in_state("Ready")

    await the_recording_plays(emily)

    # The next time the desk knows what was before. Who gives up while it rings, rings no longer.
    await emily.open("Desk")
    await visitor.page.locator(".panel").get_by_role("button", name="Call again").click()
    await visitor.menu()
    await in_queue(visitor, emily)
    await expect(history(emily).locator("li").first).to_contain_text("Explained the last bill")
    await visitor.hang_up()
    await emily.offer.wait_for(state="detached")
    await emily.in_state("Ready")


def history(desk: Desk) -> Locator:
    """What the desk tells of earlier contacts."""
    return desk.page.locator("section[aria-labelledby=panel-history]")


async def the_recording_plays(desk: Desk) -> None:
    """Find the last interaction in the list, and listen to it."""
    page = desk.page
    await desk.open("Interactions")
    await expect(page.locator("tbody tr").first).to_contain_text("Alice Brown")
    await page.locator("tbody tr").first.get_by_role("link").click()
    await expect(page.get_by_text("Explained the last bill").first).to_be_visible()
    await expect(page.get_by_text("Bill or balance").first).to_be_visible()
    recording = page.get_by_role("region", name="Recording")
    play = recording.get_by_role("button", name="Play", exact=True)
    while not await play.is_visible():
        # The encoder takes recordings one after the other, when the machine has time.
        await page.reload()
        await recording.first.wait_for()
    await expect(recording.locator(".names span")).to_have_text(["Customer", "Agent"])
    await play.click()
    await page.wait_for_function(f"() => {SOUND}?.currentTime > 2")
    await recording.get_by_role("button", name="Pause").click()
    address = await page.evaluate(f"{SOUND}.currentSrc")
    heard = await page.evaluate("([address, tones]) => tonesIn(address, tones)", [address, [VISITOR_HZ, AGENT_HZ]])
    customer, agent = heard["channels"]
    assert customer[0] > TONE > customer[1]
    # The other side holds prompts, music on hold and silence while muted, too: its tone has a smaller share.
    assert agent[1] > TONE / 3
    shown = await recording.locator(".position").inner_text()
    minutes, seconds = map(int, shown.split(" / ")[1].split(":"))
    assert abs(60 * minutes + seconds - heard["seconds"]) <= 1
    assert heard["seconds"] > LEAST_S
