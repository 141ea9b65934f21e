"""Chromium with a tone in place of a microphone, and ears that know the tones of the others."""

from __future__ import annotations

import array
import math
import wave
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, Playwright

VISITOR_HZ, AGENT_HZ = 500, 900
PATIENCE_MS = 30_000
"""How long a page may take on a machine that does much else."""
_HEARING = Path(__file__).with_name("hearing.js").read_text()
_RATE = 48_000
_LATELY_MS, _LONG_AGO_MS = 700, 2_000
_ARGUMENTS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


async def launch(playwright: Playwright, folder: Path, hertz: int) -> Browser:
    """Start a browser whose microphone hears beeps of this frequency."""
    sound = _beeps(folder / f"{hertz}.wav", hertz)
    return await playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=[*_ARGUMENTS, f"--use-file-for-fake-audio-capture={sound}"]
    )


async def new_context(browser: Browser, locale: str = "en-GB", dark: bool = False) -> BrowserContext:
    """Open a window of its own, with the microphone allowed and ears for tones."""
    context = await browser.new_context(
        locale=locale,
        viewport={"width": 1440, "height": 900},
        permissions=["microphone", "notifications"],
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    await context.add_init_script(_HEARING)
    return context


async def hears(page: Page, hertz: int) -> None:
    """Wait until the page hears a tone anew."""
    await page.wait_for_function(
        "([tone, lately, from]) => sinceTone(tone) < Math.min(lately, performance.now() - from)",
        arg=[hertz, _LATELY_MS, await page.evaluate("performance.now()")],
    )


async def no_longer_hears(page: Page, hertz: int) -> None:
    """Wait until the page has not heard a tone for a while."""
    await page.wait_for_function("([tone, while_]) => sinceTone(tone) > while_", arg=[hertz, _LONG_AGO_MS])


def _beeps(path: Path, hertz: int) -> Path:
    """Write two seconds of beeps: a browser takes a steady tone for noise and removes it."""
    on, off = int(0.3 * _RATE), int(0.2 * _RATE)
    step = 2 * math.pi * hertz / _RATE
    beep = [int(16_000 * math.sin(step * i)) for i in range(on)] + [0] * off
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(array.array("h", beep * 4).tobytes())
    return path
