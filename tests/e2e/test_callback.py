"""A caller keeps the place and hangs up; an agent takes the call back and talks, or finds nobody there."""

from __future__ import annotations

from playwright.async_api import expect
from tests.e2e.axe import nothing_found
from tests.e2e.browsers import AGENT_HZ, hears, no_longer_hears
from tests.e2e.conftest import Answer, Dial, Sit
from tests.e2e.people import Desk
from tests.e2e.telephone import TONE_HZ, Caller
from tests.e2e.truth import calls_of, phase_of_last_call

from hollyhock.contracts import events as e
from hollyhock.testing.up_centre import UpCentre
from hollyhock.testing.wait import until

RINGING_HZ = 450
RING_MS = 4_000
"""How long the customer lets it ring: longer than one ring lasts and a page needs to hear it."""
NUMBER = "13800138001"


async def promised(caller: Caller, centre: UpCentre) -> str:
    """Complain, press the key once in the line, and hear the last words; return the call back's id."""
    caller.sound.press("1")
    while await phase_of_last_call(centre) == "flow":
        caller.sound.press("2")
        await caller.listens()
    while not (promised := await tickets(centre)):
        caller.sound.press("1")
        await caller.listens()
    await until(caller.sipp.succeeded, "the caller is let go", 30)
    return promised[0]


async def tickets(centre: UpCentre) -> list[str]:
    """Return the ids of calls back that are not over."""
    found = []
    for events in await calls_of(centre):
        arrived, over = events[0], any(isinstance(event, e.InteractionClosed) for event in events)
        if isinstance(arrived, e.InteractionArrived) and arrived.medium == "callback" and not over:
            found.append(arrived.interaction)
    return found


async def happened(centre: UpCentre, ticket: str, kind: type[e.Event]) -> list[e.Event]:
    """Return what of a kind has happened to a call back."""
    of_all = [event for events in await calls_of(centre) for event in events if isinstance(event, kind)]
    return [event for event in of_all if getattr(event, "interaction", "") == ticket]


async def take(desk: Desk) -> None:
    """See who is to be called back, and accept by keyboard."""
    await desk.ready_for_who_waits()
    await expect(desk.offer.get_by_role("heading")).to_contain_text("Call back")
    await expect(desk.offer.locator(".name")).to_have_text("李雷")
    await nothing_found(desk.page, "a call back is offered")
    await desk.page.keyboard.press("Alt+KeyA")


async def test_the_place_is_kept_and_the_customer_is_called_once(
    sit: Sit, dial: Dial, answer: Answer, centre: UpCentre
) -> None:
    emily = await sit("emily")
    await emily.phone_ready()
    ticket = await promised(await dial(), centre)
    telephone, sound = await answer("agent_answers", RING_MS)
    await take(emily)
    await expect(emily.work.get_by_text("Calling the customer", exact=True)).to_be_visible()
    await hears(emily.page, RINGING_HZ)
    assert telephone.says("up") is None, "it rings on both sides"
    sound.to(await telephone.media_port(r"invite (\d+)"))
    sound.say(TONE_HZ)
    await expect(emily.work.get_by_text("Talking", exact=True)).to_be_visible()
    await hears(emily.page, TONE_HZ)
    await until(lambda: sound.hears(AGENT_HZ), "the customer hears the agent")
    await no_longer_hears(emily.page, RINGING_HZ)
    (invite,) = [line for line in telephone.said() if line.startswith("invite")]
    assert NUMBER in invite
    assert len(await happened(centre, ticket, e.CustomerDialled)) == 1
    await emily.hang_up()
    await until(lambda: telephone.says("bye") is not None, "the customer is told")
    await emily.finish()
    assert await tickets(centre) == []


async def test_who_is_not_there_is_called_later_unless_the_agent_decides_otherwise(
    sit: Sit, dial: Dial, answer: Answer, centre: UpCentre
) -> None:
    emily, leader = await sit("emily"), await sit("maxiao")
    await emily.phone_ready()
    await leader.open("Floor")
    ticket = await promised(await dial(), centre)
    telephone, _ = await answer("agent_busy", 0)
    waiting = leader.page.locator("section[aria-labelledby=floor-waiting]").locator("li")
    await expect(waiting).to_contain_text("nobody is ready")
    await take(emily)
    await emily.in_state("After-call work")
    await until(lambda: telephone.says("invite") is not None, "the customer was called")
    (missed,) = await happened(centre, ticket, e.CustomerNotReached)
    assert isinstance(missed, e.CustomerNotReached)
    assert missed.cause == "busy"
    assert missed.again is not None
    await expect(waiting).to_contain_text("The customer was not reached; it is tried again later.")
    await expect(emily.work).to_contain_text("tried again")
    await nothing_found(emily.page, "a customer was not reached")
    await emily.work.get_by_role("button", name="Do not try again").click()
    await waiting.wait_for(state="detached")
    await emily.finish()
    assert await tickets(centre) == []
    assert len(await happened(centre, ticket, e.CustomerDialled)) == 1
