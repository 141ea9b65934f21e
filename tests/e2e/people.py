"""A visitor and an agent, by what they do with their hands."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.async_api import BrowserContext, Locator, Page, expect
from playwright.async_api import TimeoutError as NotYet
from tests.e2e.browsers import PATIENCE_MS

from hollyhock.testing.up_centre import UpCentre

expect.set_options(timeout=PATIENCE_MS)
_AGAIN_MS = 1_500


class Visitor:
    """Somebody on the demo company's English page."""

    def __init__(self, page: Page, centre: UpCentre) -> None:
        """Use a page that has nothing open yet."""
        self.page = page
        self._centre = centre

    async def open(self) -> None:
        """Go to the page."""
        await self.page.goto(f"{self._centre.url}/demo/en/")

    async def sign_in(self, number: str, pin: str) -> None:
        """Sign in as a customer of the demo company."""
        await self.page.get_by_label("Telephone number").fill(number)
        await self.page.get_by_label("Service password").fill(pin)
        await self.page.get_by_role("button", name="Sign in").click()
        await expect(self.page.locator("#account")).to_be_visible()

    async def call(self) -> None:
        """Click the one button, and be in the call."""
        await self.page.get_by_role("button", name="Call from this page").click()
        await self.menu()

    async def menu(self) -> None:
        """Wait until the call is up, and open the keypad."""
        await self.in_call()
        await self.page.get_by_role("button", name="Keypad").click()

    async def in_call(self) -> None:
        """Wait until the call is up."""
        await expect(self.page.locator(".panel .state")).to_have_text("In the call")

    async def press(self, key: str) -> None:
        """Press a key of the keypad."""
        await self.page.get_by_role("button", name=f"Key {key}", exact=True).click()

    async def press_until(self, key: str, done: Callable[[], Locator]) -> None:
        """Press a key again and again, as people do in menus, until something shows."""
        while not await done().is_visible():
            await self.press(key)
            try:
                await done().wait_for(timeout=_AGAIN_MS)
            except NotYet:
                continue

    async def hang_up(self) -> None:
        """End the call."""
        await self.page.locator(".panel").get_by_role("button", name="Hang up").click()
        await self.over()

    async def over(self) -> None:
        """Wait until the page says that the call is over."""
        await expect(self.page.locator(".panel .state")).to_have_text("The call has ended")


class Desk:
    """A person at the desk, in English."""

    def __init__(self, context: BrowserContext, page: Page, centre: UpCentre) -> None:
        """Use a page that has nothing open yet."""
        self.context = context
        self.page = page
        self._centre = centre

    async def log_in(self, name: str) -> None:
        """Log in by keyboard, with English words on the screen."""
        await self.page.goto(f"{self._centre.url}/desk/")
        await expect(self.page.get_by_label("User name")).to_be_focused()
        await self.page.keyboard.type(name)
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.type(self._centre.log_ins[name])
        await self.page.keyboard.press("Enter")
        await self.page.locator("header nav").wait_for()
        english = self.page.get_by_role("button", name="English")
        if await english.is_visible():
            await english.click()

    async def phone_ready(self) -> None:
        """Wait until the softphone is registered."""
        await expect(self.page.get_by_text("Registered", exact=True)).to_be_visible()

    async def go_ready(self) -> None:
        """Become ready by keyboard."""
        await self.phone_ready()
        await self.page.keyboard.press("Alt+KeyS")
        await self.in_state("Ready")

    async def ready_for_who_waits(self) -> None:
        """Become ready while somebody waits: it rings at once."""
        await self.page.keyboard.press("Alt+KeyS")
        await self.offer.wait_for()

    async def in_state(self, words: str) -> None:
        """Wait until the agent's own state reads so."""
        await expect(self.state).to_have_text(words)

    @property
    def state(self) -> Locator:
        """The agent's own state."""
        return self.page.locator("section[aria-labelledby=my-state] .state")

    @property
    def offer(self) -> Locator:
        """What rings."""
        return self.page.locator("article.offer")

    def offered(self, fact: str) -> Locator:
        """A fact of what rings, such as Language."""
        return self.offer.locator(f'dt:text-is("{fact}") + dd')

    @property
    def work(self) -> Locator:
        """What is in hand."""
        return self.page.locator("article.call")

    async def accept(self) -> None:
        """Accept by keyboard, and talk."""
        await self.page.keyboard.press("Alt+KeyA")
        await expect(self.work.get_by_text("Talking", exact=True)).to_be_visible()

    async def hang_up(self) -> None:
        """Hang up by keyboard."""
        await self.page.keyboard.press("Alt+KeyX")
        await self.in_state("After-call work")

    async def finish(self) -> None:
        """Finish the after-call work by keyboard."""
        await self.page.keyboard.press("Alt+Enter")
        await self.work.wait_for(state="detached")

    async def open(self, page: str) -> None:
        """Go to a page of the bar, such as Floor."""
        await self.page.locator("header nav").get_by_role("link", name=re.compile(page)).click()

    async def leave(self) -> None:
        """Log out, whatever goes on, and close the window."""
        if await self.work.is_visible():
            await self.page.keyboard.press("Alt+KeyX")
        out = self.page.get_by_role("button", name="Log out")
        if await out.is_visible():
            await out.click()
            await self.page.locator("main.log-in").wait_for()
        await self.context.close()
