"""A telephone on the line that a technician gave the centre, and ears that know a sound."""

from __future__ import annotations

import array
import math
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.async_api import Locator, expect
from tests.e2e.browsers import AGENT_HZ, hears
from tests.e2e.people import Desk

from hollyhock.testing.rtp import RATE, RtpPeer
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

TONE_HZ = 500
LI_LEI = "<sip:13800138001@127.0.0.1>"
SPEECH = 2_000
"""A sample that loud is no silence."""
GLANCE, STEP = 1_600, 8
MAYBE, SURE = 0.8, 0.98
"""Correlation of what was sent and what came out of A-law: of some samples, and of all."""


class Caller:
    """Somebody on the telephone: hears, says a tone and presses keys."""

    def __init__(self, sipp: Sipp, sound: RtpPeer) -> None:
        """Take a call that is being made."""
        self.sipp, self.sound = sipp, sound

    async def answered(self) -> None:
        """Wait until the line speaks, and say a tone from then on."""
        self.sound.to(await self.sipp.media_port())
        self.sound.say(TONE_HZ)
        await until(lambda: max(self.sound.heard, default=0) > SPEECH, "the line speaks")

    async def press_until(self, key: str, done: Callable[[], Locator]) -> None:
        """Press a key again and again, as people do in menus, until something shows."""
        while not await done().is_visible():
            self.sound.press(key)
            await self.listens(1.5)

    async def listens(self, seconds: float = 1.0) -> None:
        """Go on listening for so long."""
        enough = len(self.sound.heard) + round(seconds * RATE)
        await until(lambda: len(self.sound.heard) > enough, "sound")

    async def talks_with(self, desk: Desk) -> None:
        """Wait until both hear each other now."""
        self.sound.heard.clear()
        await until(lambda: self.sound.hears(AGENT_HZ), "the caller hears the agent")
        await hears(desk.page, TONE_HZ)


async def give_trunk(admin: Desk, centre: UpCentre, port: int) -> None:
    """Fill in the form of the back office, as a technician would, unless it has been done.

    Calls out go to ``port``, where a customer's telephone is or is not.
    """
    page = admin.page
    await page.goto(f"{centre.url}/office/centre/trunk/")
    if await page.get_by_text("carrier").first.is_visible():
        return
    await page.goto(f"{centre.url}/office/centre/trunk/add/")
    form = {"code": "carrier", "name_zh": "运营商", "name_en": "Carrier", "addresses": "127.0.0.1"}
    form["server"] = f"127.0.0.1:{port}"
    for field, value in form.items():
        await page.locator(f"[name={field}]").fill(value)
    await page.locator("[name=_save]").click()
    await page.wait_for_url("**/office/centre/trunk/")
    await expect(page.get_by_text("carrier").first).to_be_visible()


def samples(path: Path) -> array.array[int]:
    """Return a sound of the switch, 8 kHz."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        return array.array("h", file.readframes(file.getnframes()))


def find(heard: Sequence[int], sound: Sequence[int], start: int, within: int) -> int | None:
    """Return where a sound ends in what was heard, if it begins within so many samples of ``start``."""
    glance = sound[:GLANCE:STEP]
    for at in range(start, min(start + within, len(heard) - len(sound)) + 1):
        # A look at some samples first, since most places are wrong.
        if _alike(heard[at : at + GLANCE : STEP], glance) > MAYBE and _alike(heard[at : at + len(sound)], sound) > SURE:
            return at + len(sound)
    return None


def _alike(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the correlation: 1 for the same sound, however loud."""
    loudness = math.sqrt(sum(value * value for value in one) * sum(value * value for value in other))
    return sum(map(int.__mul__, one, other)) / loudness if loudness else 0.0
