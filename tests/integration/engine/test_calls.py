"""A telephone call on real parts: arrives, waits, rings, is talked, ends, is wrapped up and journaled."""

from __future__ import annotations

from hollyhock.contracts import events as e
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.wait import until


async def test_a_call_waits_is_offered_answered_and_ended_by_the_caller(centre: RealCentre) -> None:
    caller = centre.fleet.call("caller_waits", "1002")
    waiting = await centre.calls_are(waiting=1)
    assert waiting[0].personal["ani"].endswith("13800138000")
    desk = await centre.agent("103")
    talking = await centre.calls_are(connected=1)
    assert talking[0].agent == "103"
    assert talking[0].waited_ms is not None
    await until(lambda: desk.phone.says(rf"leg=\W*{talking[0].leg}") is not None, f"{desk.phone.said()}")
    caller.stop()


async def test_the_caller_hangs_up_and_the_agent_wraps_up(centre: RealCentre) -> None:
    await centre.agent("103")
    caller = centre.fleet.call("caller_hangs_up", "1002", milliseconds=1_500)
    await centre.calls_are(connected=1)
    await centre.calls_are(wrapping_up=1)
    assert caller.says("up") is not None
    assert (await centre.agent_card("103")).state == "WorkingAfterCall"
    await centre.calls_are(wrapping_up=0)
    assert (await centre.agent_card("103")).state == "Ready"
    kinds: list[type[object]] = [type(event) for event in await centre.events()]
    walk: list[type[object]] = [
        e.InteractionArrived,
        e.Queued,
        e.OfferMade,
        e.OfferAccepted,
        e.Established,
        e.ConnectionCleared,
    ]
    assert [kinds.index(kind) for kind in walk] == sorted(kinds.index(kind) for kind in walk)
