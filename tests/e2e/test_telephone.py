"""A technician gives the centre a line, and a known customer calls on it."""

from __future__ import annotations

from playwright.async_api import expect
from tests.e2e.browsers import AGENT_HZ, hears
from tests.e2e.conftest import Sit
from tests.e2e.people import Desk

from hollyhock.testing.rtp import rtp_peer
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

TONE_HZ = 500
LI_LEI = "<sip:13800138001@127.0.0.1>"
SPEECH = 2_000
"""A sample that loud is no silence."""


async def give_trunk(admin: Desk, centre: UpCentre) -> None:
    """Fill in the form of the back office, as a technician would."""
    page = admin.page
    await page.goto(f"{centre.url}/office/centre/trunk/add/")
    form = {"code": "carrier", "name_zh": "运营商", "name_en": "Carrier", "addresses": "127.0.0.1"}
    for field, value in form.items():
        await page.locator(f"[name={field}]").fill(value)
    await page.locator("[name=_save]").click()
    await page.wait_for_url("**/office/centre/trunk/")
    await expect(page.get_by_text("carrier").first).to_be_visible()


async def test_known_customer_hears_the_balance_and_talks(sit: Sit, phones: SippFleet, centre: UpCentre) -> None:
    admin = await sit("admin")
    await give_trunk(admin, centre)
    emily = await sit("emily")
    await emily.go_ready()
    sound = await rtp_peer()
    try:
        call = phones.call("caller_waits", "1001", sender=LI_LEI, rtp_port=sound.port)
        sound.to(await call.media_port())
        sound.say(TONE_HZ)
        await until(lambda: max(sound.heard, default=0) > SPEECH, "the line speaks")
        sound.press("1")
        while not await emily.offer.is_visible():
            sound.press("0")
            before = len(sound.heard)
            await until(lambda before=before: len(sound.heard) > before + 12_000, "a second and a half of sound")  # type: ignore[misc]
        await expect(emily.offer.locator(".name")).to_have_text("李雷")
        await expect(emily.offered("Language")).to_have_text("Chinese")
        await emily.accept()
        await hears(emily.page, TONE_HZ)
        await until(lambda: sound.hears(AGENT_HZ), "the caller hears the agent")
        await emily.hang_up()
        await until(call.succeeded, "the caller is told")
        await emily.finish()
    finally:
        await sound.close()
