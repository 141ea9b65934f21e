"""The shift leader sees the floor and steers it; a call goes on to another queue with what is known."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect
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
    await expect(waiting).to_contain_text("Operator")
    await expect(waiting).to_contain_text("Nobody ready")

    # Who has a call, and after-call work that the leader ends.
    await daniel.ready_for_who_waits()
    await expect(daniels.locator(".state")).to_have_text("Ringing")
    await daniel.accept()
    await expect(daniels.locator(".state")).to_have_text("Busy")
    await visitor.hang_up()
    await daniel.in_state("After-call work")
    await steer(leader, "Daniel Ross", "Unlock")
    await daniel.work.wait_for(state="detached")

    await steer(leader, "Daniel Ross", "Force log-out")
    await expect(daniels.locator(".state")).to_contain_text("Logged off")
    await expect(daniel.page.locator("main.log-in")).to_contain_text("A shift leader has logged you out.")


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
