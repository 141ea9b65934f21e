"""Nothing that axe-core finds: the pages of everybody, of a shift leader and of the back office."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as BrowserTimeout
from tests.e2e.axe import in_both_languages, nothing_found
from tests.e2e.browsers import new_context
from tests.e2e.conftest import Browsers, Sit, Visit

from hollyhock.testing.up_centre import UpCentre

OFFICE = (
    "/office/",
    "/office/people/user/",
    "/office/people/user/2/change/",
    "/office/people/team/1/change/",
    "/office/centre/queue/",
    "/office/centre/queue/add/",
    "/office/centre/queue/1/change/",
    "/office/centre/entrypoint/1/change/",
    "/office/centre/calendar/1/change/",
    "/office/centre/agentskill/add/",
    "/office/flows/flow/1/change/",
    "/office/prompts/prompt/",
    "/office/customers/customer/",
    "/office/centre/calendar/",
)

OF_THE_VENDOR = (
    # django-unfold's frame has no element "main", so that everything in its middle is outside of all landmarks.
    ("landmark-one-main", "html"),
    ("region", ""),
    # Its scrolling side bar makes two regions of one name.
    ("landmark-unique", "#nav-sidebar-apps"),
    # The tabs of a form are one more.
    ("landmark-unique", "#nav-sidebar-inner"),
    # Its tables of rows in a form have a column without a heading.
    ("empty-table-header", "thead > tr > .lg\\:w-px"),
    ("empty-table-header", "th:nth-child("),
)
"""Rule and selector of what is found in templates that are not ours."""


@pytest.mark.parametrize("path", ["/demo/", "/demo/en/"])
async def test_pages_of_everybody_also_in_a_call(path: str, centre: UpCentre, browsers: Browsers) -> None:
    context = await new_context(browsers[0])
    page = await context.new_page()
    await page.goto(centre.url + path)
    await page.get_by_role("heading", level=1).wait_for()
    await nothing_found(page, path)
    await page.locator("button.open").click()
    await page.locator(".panel[data-tone=good]").wait_for()
    await page.locator(".panel [aria-expanded]").click()
    await nothing_found(page, f"{path} in a call")
    await page.locator(".panel .danger").click()
    await page.locator(".panel[data-tone=calm]").wait_for()
    await nothing_found(page, f"{path} after a call")
    await context.close()


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
async def test_log_in(locale: str, centre: UpCentre, browsers: Browsers) -> None:
    context = await new_context(browsers[1], locale)
    page = await context.new_page()
    await page.goto(f"{centre.url}/desk/")
    await page.locator("main.log-in").wait_for()
    assert await page.locator("html").get_attribute("lang") == {"en-GB": "en", "zh-CN": "zh-Hans"}[locale]
    await nothing_found(page, f"log-in, {locale}")
    await context.close()


async def test_pages_of_a_leader(sit: Sit, visit: Visit) -> None:
    emily, visitor = await sit("emily"), await visit()
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await visitor.hang_up()
    await emily.offer.wait_for(state="detached")
    leader = await sit("maxiao")
    for name in ("Floor", "Interactions", "Reports"):
        await leader.open(name)
        await expect(leader.page.get_by_role("heading", level=1)).to_have_text(name)
        await there(leader.page, "main table")
        await in_both_languages(leader.page, name)


async def there(page: Page, what: str) -> None:
    """Reload until it is there: the worker writes the records of the last call in the meantime."""
    while True:
        try:
            await page.locator(what).first.wait_for(timeout=3_000)
        except BrowserTimeout:
            await page.reload()
        else:
            return


async def test_back_office(sit: Sit, centre: UpCentre) -> None:
    admin = await sit("admin")
    for path in OFFICE:
        await admin.page.goto(centre.url + path)
        await admin.page.get_by_role("heading", level=1).first.wait_for()
        await nothing_found(admin.page, path, OF_THE_VENDOR)


async def test_a_rule_that_cannot_be_is_refused_at_its_field(sit: Sit, centre: UpCentre) -> None:
    page = (await sit("admin")).page
    await page.goto(f"{centre.url}/office/centre/queue/")
    await page.get_by_role("link", name="operator", exact=True).click()
    needs = page.locator("#id_rings-1-requires")
    await needs.fill("servce")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator("#rings-group")).to_contain_text("There is no “servce”. Did you mean service?")
    await expect(needs).to_have_value("servce")
