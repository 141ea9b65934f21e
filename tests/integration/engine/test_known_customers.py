"""Who calls again is known by the number on a real switch: place, last agent, limits; the journal has no number."""

from __future__ import annotations

from pathlib import Path

import msgspec

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import ClearConnection, SetNotReady
from hollyhock.contracts.routing import Entry, Own
from hollyhock.testing.wait import until

from .changed import changed_centre

ONE, OTHER, THIRD = "13800138001", "+8613800138002", "13800138003"
RULES = {
    "entry": Entry(most_per_customer=1, return_ms=60_000),
    "own": Own(last_agent_ms=600_000, wait_ms=10_000),
    "wrap_up_ms": 0,
}


async def test_the_same_number_is_the_same_customer(tmp_path: Path) -> None:
    async with changed_centre(tmp_path, **RULES) as centre:
        first = centre.caller("caller_hangs_up", ONE, milliseconds=1_500)
        (card,) = await centre.calls_are(waiting=1)
        centre.caller("caller_waits", OTHER)
        await centre.calls_are(waiting=2)
        refused = centre.caller("caller_refused", OTHER.replace("+86", ""))
        await until(refused.ended, "a second place of one customer is refused")
        assert refused.says("486"), refused.said()
        assert {event.cause for event in await centre.event_of(e.InteractionClosed)} >= {"busy"}

        await until(first.ended, "the first has given up")
        await centre.calls_are(waiting=1)
        centre.caller("caller_waits", "0086" + ONE)
        await centre.calls_are(waiting=2)
        queued = [event for event in await centre.events() if isinstance(event, e.Queued)]
        assert queued[-1].since == card.queued_since, "who comes back has the place"
        desk = await centre.agent("103")
        (talking,) = [c for c in await centre.calls_are(connected=1) if c.phase == "connected"]
        assert talking.interaction == queued[-1].interaction
        await centre.ask(ClearConnection(agent="103", interaction=talking.interaction))
        (talking,) = [c for c in await centre.calls_are(connected=1, waiting=0) if c.phase == "connected"]
        assert talking.personal["ani"] == OTHER
        await centre.agent("105")

        # The one who served them last is busy, somebody else is free: they are kept for the one who knows them.
        again = centre.caller("caller_waits", ONE)
        (waiting,) = [c for c in await centre.calls_are(waiting=1) if c.phase == "waiting"]
        await centre.ask(ClearConnection(agent="103", interaction=talking.interaction))
        (talking,) = [c for c in await centre.calls_are(connected=1) if c.phase == "connected"]
        assert (talking.interaction, talking.agent) == (waiting.interaction, "103")
        await centre.ask(SetNotReady(agent="103", reason="lunch"))
        centre.caller("caller_waits", THIRD)
        await centre.calls_are(connected=2)
        assert desk.phone.says("up") is not None

        again.stop()
        written = msgspec.json.encode(await centre.entries()) + centre.engine_log().encode()
        for number in (ONE, OTHER, THIRD):
            assert number.encode() not in written, "numbers stand beside the journal, never in it"
