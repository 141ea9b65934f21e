"""A group rings together on a real switch: the first leg up wins, and nobody is left ringing."""

from __future__ import annotations

from pathlib import Path

from hollyhock.contracts import events as e
from hollyhock.contracts.routing import Requirement, Ring
from hollyhock.testing.sipp import Sipp
from hollyhock.testing.wait import until

from .changed import Changed, changed_centre

TOGETHER = (Ring(requires=(Requirement("sales", 1),), strategy="all_at_once"),)
NOBODYS = {"103", "107"}
"""Agents who let it ring."""


def times(phone: Sipp, word: str) -> int:
    return sum(line.startswith(word) for line in phone.said())


async def quiet(centre: Changed, calls: int) -> None:
    """Wait until those who let it ring have been told to stop, each time that it rang."""
    phones = [centre.desks[code].phone for code in NOBODYS]
    await until(lambda: all(times(phone, "cancel") == calls for phone in phones), "nobody is left ringing")


async def test_the_first_leg_up_wins_the_others_stop_and_an_engines_death_changes_nothing(tmp_path: Path) -> None:
    async with changed_centre(tmp_path, rings=TOGETHER, offer_ms=60_000, wrap_up_ms=0) as centre:
        for code in sorted(NOBODYS):
            await centre.agent(code, "agent_does_not_answer")
        caller = centre.caller("caller_hangs_up", "13800138001", milliseconds=2_000)
        (card,) = await centre.calls_are(offered=1)
        assert set(card.ringing) == NOBODYS
        await quiet(centre, 1)
        assert caller.ended(), "nobody stops ringing before the caller is gone"

        winner = await centre.agent("105", answer_ms=4_000)
        caller = centre.caller("caller_waits", "13800138001")
        await until(lambda: times(winner.phone, "invite") == 1, "it rings at the winner, too")
        centre.engines[-1].kill()
        centre.start_engine()
        await centre.engine_up()
        (talking,) = await centre.calls_are(connected=1)
        assert (talking.agent, talking.ringing) == ("105", {})
        await quiet(centre, 2)
        assert times(winner.phone, "invite") == 1, "a telephone that rings is not rung again"
        ended = [event for event in await centre.events() if isinstance(event, e.OfferEnded)]
        assert {event.outcome for event in ended} == {"withdrawn"}
        assert len([event for event in await centre.events() if isinstance(event, e.OfferAccepted)]) == 1
        for code in NOBODYS:
            assert (await centre.agent_card(code)).state == "Ready", "nobody is to blame for another's being quicker"
        caller.stop()
