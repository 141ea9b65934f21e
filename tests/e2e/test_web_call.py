"""The main road: a click on the demo page, a screen pop, a talk, and the recording of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.async_api import Locator, expect
from tests.e2e.axe import in_both_languages, nothing_found
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears, no_longer_hears
from tests.e2e.conftest import Sit, Visit
from tests.e2e.people import Desk, Visitor

from hollyhock.testing.up_centre import UpCentre

ALICE = ("13800138006", "618006")
"""A customer of the demo: telephone number and service password."""

SOUND = "sounds.find((one) => one.currentSrc.includes('/api/recordings/'))"
"""What a page plays of the recordings."""
TONE, NOTHING = 0.5, 0.01
"""Shares of the loudest twentieth of a second of a channel: of a beep that is there, and of one that is not."""
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
    await emily.phone_ready()
    await in_both_languages(emily.page, "desk idle")
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
    await nothing_found(emily.page, "what rings, English")
    await emily.accept()
    await hear_each_other(visitor, emily)
    await in_both_languages(emily.page, "talking")

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
    await in_both_languages(emily.page, "after-call work")
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
    await emily.page.get_by_role("button", name="中文").click()
    await nothing_found(emily.page, "what rings, Chinese")
    await emily.page.get_by_role("button", name="English").click()
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
    await in_both_languages(page, "an interaction with its recording")
    await play.click()
    await page.wait_for_function(f"() => {SOUND}?.currentTime > 2")
    await recording.get_by_role("button", name="Pause").click()
    told = await page.evaluate("async (path) => (await fetch(path)).json()", f"/api{urlsplit(page.url).path[5:]}")
    (kept,) = told["recordings"]
    (talk,) = (segment for segment in told["segments"] if segment["kind"] == "agent")
    stretch = [(talk[edge] - kept["start"]) / 1000 for edge in ("start", "end")]
    address = await page.evaluate(f"{SOUND}.currentSrc")
    tones = [VISITOR_HZ, AGENT_HZ]
    heard = await page.evaluate("(asked) => tonesIn(...asked)", [address, tones, *stretch])
    customer, agent = heard["channels"]
    assert customer[0] > TONE
    assert customer[1] < NOTHING
    assert agent[1] > TONE
    assert agent[0] < NOTHING
    shown = await recording.locator(".position").inner_text()
    minutes, seconds = map(int, shown.split(" / ")[1].split(":"))
    assert abs(60 * minutes + seconds - heard["seconds"]) <= 1
    assert heard["seconds"] > LEAST_S
