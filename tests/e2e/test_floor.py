"""The shift leader sees the floor and steers it; a call goes on to another queue with what is known."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect
from tests.e2e.axe import nothing_found
from tests.e2e.browsers import AGENT_HZ, VISITOR_HZ, hears
from tests.e2e.conftest import Sit, Visit
from tests.e2e.people import Desk


def row(leader: Desk, name: str) -> Locator:
    """The line of an agent."""
    return leader.page.locator("tbody tr", has_text=name)


async def steer(leader: Desk, name: str, step: str) -> None:
    """Choose a step for an agent and confirm it."""
    await leader.page.get_by_label(f"Act on {name}").select_option(label=step)
    await leader.page.get_by_role("dialog").get_by_role("button", name=step, exact=True).click()
    await leader.page.get_by_role("dialog").wait_for(state="hidden")


def line(leader: Desk, queue: str) -> Locator:
    """The line of a queue among those who wait."""
    return leader.page.locator("section[aria-labelledby=floor-waiting]").get_by_role("heading", name=queue)


async def steer_who_waits(leader: Desk, step: str, label: str, option: str = "") -> None:
    """Choose a step for the first in line, fill in its form by keyboard and labels, and confirm it."""
    page = leader.page
    await page.get_by_label("Act on place 1").select_option(label=step)
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label(label)
    if option:
        found = field.locator("option", has_text=option)
        await field.select_option(value=await found.get_attribute("value"))
    else:
        await field.check()
    await nothing_found(page, step)
    await dialog.locator("button[type=submit]").click()
    await dialog.wait_for(state="hidden")


async def test_leader_sees_and_steers(sit: Sit, visit: Visit) -> None:
    leader, daniel, visitor = await sit("maxiao"), await sit("daniel"), await visit()
    await daniel.go_ready()
    await leader.open("Floor")
    daniels = row(leader, "Daniel Ross")
    await expect(daniels.locator(".state")).to_have_text("Ready")

    await steer(leader, "Daniel Ross", "Force not ready")
    await daniel.in_state("Not ready")
    await expect(daniel.page.get_by_text("Set by a shift leader", exact=True)).to_be_visible()
    await expect(daniels.locator(".state")).to_contain_text("Not ready")

    await visitor.call()
    await visitor.press("2")
    waiting = leader.page.locator("section[aria-labelledby=floor-waiting]").locator("li")
    await visitor.press_until("0", lambda: waiting)
    await expect(line(leader, "Operator")).to_be_visible()
    await expect(waiting).to_contain_text("could serve it, but nobody is ready.")

    # Who waits is moved, widened and given to somebody whom no ring would ask; each time it says why not yet.
    await steer_who_waits(leader, "Move to another queue", "To queue", "Complaints")
    await expect(line(leader, "Complaints")).to_be_visible()
    await expect(waiting).to_contain_text("Nobody who is logged in has the skills")
    await steer_who_waits(leader, "Put into another ring", "Ring 2")
    await expect(waiting).to_contain_text("Ring 2")
    await expect(waiting).to_contain_text("could serve it, but nobody is ready.")
    await leader.page.get_by_label("Act on Daniel Ross").select_option(label="Change skills")
    await leader.page.get_by_label("Remove Complaints").click()
    await nothing_found(leader.page, "skills of an agent")
    await leader.page.get_by_role("button", name="Apply").click()
    await expect(daniels).to_contain_text("Skills changed")
    await expect(waiting).to_contain_text("Nobody who is logged in has the skills")
    await daniel.page.keyboard.press("Alt+KeyS")
    await daniel.in_state("Ready")
    await steer_who_waits(leader, "Give to an agent", "Daniel Ross")
    await daniel.offer.wait_for()

    # Who has a call, and after-call work that the leader ends.
    await expect(daniels.locator(".state")).to_contain_text("Ringing")
    await daniel.accept()
    await expect(daniels.locator(".state")).to_contain_text("Busy")
    await visitor.hang_up()
    await daniel.in_state("After-call work")
    await steer(leader, "Daniel Ross", "Unlock")
    await daniel.work.wait_for(state="detached")

    await steer(leader, "Daniel Ross", "Force log-out")
    await expect(daniels.locator(".state")).to_contain_text("Logged off")
    await expect(daniel.page.locator("main.log-in")).to_contain_text("A shift leader has logged you out.")

    await leader.open("Interactions")
    await leader.page.locator("main tbody a").first.click()
    timeline = leader.page.locator("section[aria-labelledby=timeline]")
    for told in ("Moved to Complaints by 马晓", "Put into ring 2 by 马晓", "Given to Daniel Ross by 马晓"):
        await expect(timeline).to_contain_text(told)
    await expect(leader.page.locator("main")).to_contain_text("a shift leader gave it to Daniel Ross")


async def test_transfer_takes_what_is_known_along(sit: Sit, visit: Visit) -> None:
    emily, zhao, visitor = await sit("emily"), await sit("zhaomin"), await visit()
    await emily.go_ready()
    await visitor.call()
    await visitor.press("2")
    await visitor.press_until("0", lambda: emily.offer)
    await emily.accept()
    await hears(visitor.page, AGENT_HZ)
    await zhao.go_ready()

    await emily.page.keyboard.press("Alt+KeyT")
    complaints = emily.page.get_by_label("To queue").locator("option", has_text="Complaints")
    await emily.page.get_by_label("To queue").select_option(value=await complaints.get_attribute("value"))
    await emily.page.get_by_label("For the next agent").fill("Wants the fee back")
    await emily.page.keyboard.press("Enter")
    await emily.in_state("After-call work")
    await zhao.offer.wait_for()
    await expect(zhao.offer.get_by_role("heading")).to_have_text(re.compile("Complaints"))
    await expect(zhao.offer.get_by_text("Wants the fee back")).to_be_visible()
    await zhao.accept()
    await hears(visitor.page, AGENT_HZ)
    await hears(zhao.page, VISITOR_HZ)
    await emily.finish()
    await zhao.hang_up()
    await visitor.over()
    await zhao.finish()
