"""Customers are called back on a real switch: in their place, once for each attempt, whenever the engine dies."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import msgspec

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import AcceptOffer, ClearConnection, FinishWrapUp
from hollyhock.contracts.routing import Entry
from hollyhock.contracts.views import InteractionCard
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

from .changed import Changed, changed_centre

POINTS = 6
"""Moments at which the engine dies, spread over the seconds after an agent has taken a call back."""


async def promised(centre: Changed, number: str) -> InteractionCard:
    """Let somebody call and press the key; return the call back once the caller has heard the last words."""
    caller = centre.caller("caller_sends_info", number, keys="1")
    found: list[InteractionCard] = []

    async def look() -> bool:
        cards = [card for card in await centre.calls() if card.personal.get("ani") == number]
        found[:] = [card for card in cards if card.medium == "callback"]
        return len(cards) == len(found) == 1

    await centre.until(look, f"a call back for {number}")
    await until(caller.ended, "the caller is let go")
    assert caller.succeeded()
    return found[0]


async def offered(centre: Changed, ticket: InteractionCard) -> InteractionCard:
    """Return the card of a call back once it is offered."""
    found: list[InteractionCard] = []

    async def look() -> bool:
        found[:] = [card for card in await centre.calls("offered") if card.interaction == ticket.interaction]
        return bool(found)

    await centre.until(look, "the call back is offered")
    return found[0]


async def take(centre: Changed, ticket: InteractionCard) -> None:
    card = await offered(centre, ticket)
    await centre.ask(AcceptOffer(agent=card.agent, offer=card.offer))


def invites(carrier: Sipp) -> list[str]:
    return [line for line in carrier.said() if line.startswith("invite")]


async def test_the_place_is_kept_and_the_customer_is_called_once_the_agent_is_there(tmp_path: Path) -> None:
    async with changed_centre(tmp_path) as centre:
        carrier = centre.carrier("agent_answers", 300)
        ticket = await promised(centre, "13800138001")
        later = centre.caller("caller_waits", "13800138002")
        await centre.calls_are(waiting=2)
        desk = await centre.agent("103")
        card = await offered(centre, ticket)
        assert (card.personal["ani"], card.leg) == ("13800138001", "")
        assert invites(desk.phone) == [], "a preview does not ring"
        await centre.ask(AcceptOffer(agent="103", offer=card.offer))
        (talking,) = [card for card in await centre.calls_are(connected=1) if card.phase == "connected"]
        assert (talking.interaction, talking.tries) == (ticket.interaction, 1)
        assert desk.phone.says("answer=.*auto") is not None
        assert carrier.says("to=.*sip:13800138001") is not None, carrier.said()
        assert len(invites(carrier)) == 1
        (dialled,) = await centre.event_of(e.CustomerDialled)
        assert dialled.trunk == "test"
        await centre.event_of(e.RecordingStarted)
        await centre.ask(ClearConnection(agent="103", interaction=ticket.interaction))
        await until(lambda: carrier.says("bye") is not None, "the customer's call ends")
        await centre.calls_are(wrapping_up=1, waiting=1)
        await centre.ask(FinishWrapUp(agent="103", interaction=ticket.interaction))
        await centre.calls_are(connected=1)
        later.stop()
        written = msgspec.json.encode(await centre.entries()) + centre.engine_log().encode()
        assert b"13800138001" not in written, "numbers stand beside the journal, never in it"


async def test_who_is_busy_is_tried_later_and_who_calls_again_has_the_place(tmp_path: Path) -> None:
    async with changed_centre(tmp_path, entry=Entry(most_per_customer=2)) as centre:
        carrier = centre.carrier("agent_busy")
        ticket = await promised(centre, "13800138001")
        await centre.agent("103")
        await take(centre, ticket)
        (missed,) = await centre.event_of(e.CustomerNotReached)
        assert (missed.cause, missed.again is not None) == ("busy", True)
        (card,) = await centre.calls_are(wrapping_up=0, waiting=1)
        assert card.rests_until == missed.again
        assert len(invites(carrier)) == 1
        centre.caller("caller_waits", "13800138001")
        await centre.calls_are(waiting=0)
        causes = {event.interaction: event.cause for event in await centre.event_of(e.InteractionClosed)}
        assert causes[ticket.interaction] == "taken_over"


async def test_whenever_the_engine_dies_nobody_is_called_twice_for_one_attempt(tmp_path: Path) -> None:
    dice = random.Random(11)
    async with changed_centre(tmp_path) as centre:
        carrier = centre.carrier("agent_answers", 2_500)
        await centre.agent("103")
        seen: Counter[str] = Counter()
        for point in range(POINTS):
            ticket = await promised(centre, f"1380013{point:04}")
            await take(centre, ticket)
            await asyncio.sleep(dice.uniform(0, 2.8))
            centre.engines[-1].kill()
            seen[type((await after_dialling(centre, ticket))[-1]).__name__] += 1
            centre.start_engine()
            await centre.engine_up()
            await settled(centre, ticket)
            dialled = [event for event in await centre.events() if isinstance(event, e.CustomerDialled)]
            assert len(invites(carrier)) <= len(dialled)
            assert len({event.leg for event in dialled}) == len(dialled)
        reached = {event.interaction for event in await centre.event_of(e.Established)}
        assert len(reached) > POINTS // 2, seen


async def after_dialling(centre: Changed, ticket: InteractionCard) -> list[e.AnyEvent]:
    """Return what the dead engine had written of a call back."""
    return [event for event in await centre.events() if getattr(event, "interaction", "") == ticket.interaction]


async def settled(centre: Changed, ticket: InteractionCard) -> None:
    """Wait until the call back has come to talk, which is ended, or is to be tried later."""

    async def look() -> bool:
        cards = {card.interaction: card for card in await centre.calls()}
        card = cards.get(ticket.interaction)
        if card is None or card.rests_until is not None:
            return True
        if card.phase == "offered":
            await centre.ask(AcceptOffer(agent=card.agent, offer=card.offer))
        elif card.phase == "connected":
            await centre.ask(ClearConnection(agent=card.agent, interaction=card.interaction))
        return False

    await centre.until(look, "the call back is settled", 40)

    async def free() -> bool:
        return (await centre.agent_card("103")).state == "Ready"

    await centre.until(free, "the agent is free again")
