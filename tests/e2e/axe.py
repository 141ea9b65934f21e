"""axe-core on a page as it is now: nothing may be found, in both languages, light and dark."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect

_AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
_LOOK = """async (left_out) => (await axe.run()).violations
    .flatMap((one) => one.nodes.map((node) => [one.id, String(node.target), node.failureSummary]))
    .filter(([rule, target]) => !left_out.some(([name, part]) => name === rule && target.includes(part)))"""


async def nothing_found(page: Page, what: str, left_out: tuple[tuple[str, str], ...] = ()) -> None:
    """Look at the page, light and dark; ``left_out`` are pairs of rule and part of a selector."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(_AXE.read_text())
    for scheme in ("dark", "light"):
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate(_LOOK, left_out) == [], f"{what}, {scheme}"


async def in_both_languages(page: Page, what: str) -> None:
    """Look in Chinese, then in English, which stays."""
    await page.get_by_role("button", name="中文").click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    await nothing_found(page, f"{what}, Chinese")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await nothing_found(page, f"{what}, English")
