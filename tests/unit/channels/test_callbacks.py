"""Customers who are called back: dialled once, whatever fails; keys while waiting."""

import msgspec
import pytest

from hollyhock.contracts.commands import CustomerLeft, LegGone, LegUp, StepDone
from hollyhock.contracts.directory import Trunk
from hollyhock.contracts.treatment import Dial, Treatment, Wanted
from hollyhock.testing.clock import settle

from .conftest import Centre, agent_leg, music, say, wanted

CARRIER = Trunk(code="carrier", addresses=("192.0.2.1",), server="192.0.2.1")
SILENCE = Treatment(visit=0, kind="silence", language="en")


def dialling(leg: str = "", number: str = "13800138000") -> Wanted:
    """The agent's leg, and the customer's once it has a name."""
    dial = Dial(number=number, trunk=CARRIER, caller="1001") if leg else None
    ours = agent_leg("leg1", auto_answer=True)
    return Wanted(interaction="ticket", open=True, leg=leg, dial=dial, treatment=SILENCE, legs=(ours,), record=True)


def ticket() -> Wanted:
    return Wanted(interaction="ticket", open=True, treatment=music())


async def called(centre: Centre) -> None:
    """Let the agent be there, and the customer's telephone ring."""
    await centre.want(ticket())
    await centre.want(dialling())
    assert centre.take() == [LegUp(interaction="ticket", leg="leg1")], "the softphone answers by itself"
    assert centre.switch.count("dial") == 0
    await centre.want(dialling("try1"))


async def test_the_customer_is_dialled_once_the_engine_says_so_and_then_they_talk(centre: Centre) -> None:
    await called(centre)
    assert ("dial", "try1", "carrier", "13800138000", "1001", "45000") in centre.switch.calls
    centre.switch.pick_up("try1")
    await settle()
    assert LegUp(interaction="ticket", leg="try1") in centre.take()
    connected = agent_leg("leg1", connected=True)
    await centre.want(Wanted(interaction="ticket", open=True, leg="try1", legs=(connected,), record=True))
    assert centre.switch.talking("ticket") == {"try1", "leg1"}
    assert centre.switch.legs["try1"].recording
    centre.posted.clear()
    centre.switch.hang_up("try1")
    await settle()
    assert CustomerLeft(interaction="ticket", cause="hang_up") in centre.take()
    await centre.want(Wanted(interaction="ticket", open=False))
    assert centre.switch.legs == {}
    assert centre.switch.bridges == set()


async def test_the_agent_hears_that_the_customer_is_called_once_for_each_attempt(centre: Centre) -> None:
    await centre.want(ticket())
    await centre.want(dialling())
    assert centre.switch.count("ring_back") == 0, "nobody is called yet"
    await centre.want(dialling("try1"))
    await centre.want(dialling("try1"))
    assert [call for call in centre.switch.calls if call[0] == "ring_back"] == [("ring_back", "leg1")]
    centre.switch.pick_up("try1")
    await settle()
    await centre.want(Wanted(interaction="ticket", open=True, leg="try1", legs=(agent_leg("leg1", connected=True),)))
    assert centre.switch.count("ring_back") == 1
    assert centre.switch.misuse == []


@pytest.mark.parametrize("cause", ["busy", "no_answer", "hang_up"])
async def test_who_is_not_reached_is_told_and_dialled_again_only_as_another_attempt(centre: Centre, cause: str) -> None:
    await called(centre)
    centre.switch.hang_up("try1", cause)
    await settle()
    assert centre.take() == [LegGone(interaction="ticket", leg="try1", cause=cause)]
    await centre.want(dialling("try1"))
    await centre.want(ticket())
    assert centre.switch.legs == {}
    await centre.want(dialling())
    await centre.want(dialling("try2"))
    assert [call[1] for call in centre.switch.calls if call[0] == "dial"] == ["try1", "try2"]


async def test_an_attempt_that_is_given_up_stops_ringing(centre: Centre) -> None:
    await called(centre)
    await centre.want(ticket())
    assert centre.switch.legs == {}
    assert centre.take() == []


async def test_a_request_whose_answer_is_lost_is_not_repeated(centre: Centre) -> None:
    await centre.want(ticket())
    await centre.want(dialling())
    centre.take()
    centre.switch.failing["dial"] = 1
    await centre.want(dialling("try1"))
    await centre.clock.advance(60_000)
    await settle()
    assert centre.switch.count("dial") == 1
    assert centre.take() == [LegGone(interaction="ticket", leg="try1", cause="unknown")]
    assert ("clear", "try1", "normal") in centre.switch.calls


async def test_numbers_that_may_not_be_called_are_not(centre: Centre) -> None:
    await centre.want(ticket())
    await centre.want(dialling())
    centre.take()
    await centre.want(dialling("try1", number="+19005550100"))
    assert centre.switch.count("dial") == 0
    assert centre.take() == [LegGone(interaction="ticket", leg="try1", cause="barred")]


@pytest.mark.parametrize("found", ["nothing", "ringing", "answered"])
async def test_an_engine_that_comes_after_another_dials_nobody_again(centre: Centre, found: str) -> None:
    await called(centre)
    if found == "nothing":
        centre.switch.hang_up("try1")
    await centre.stop()
    if found == "answered":
        centre.switch.pick_up("try1")
    centre.channel = centre.new_channel()
    centre.channel.want(dialling("try1"))
    centre.posted.clear()
    await centre.start()
    assert centre.switch.count("dial") == 1
    told = centre.take()
    assert (LegGone(interaction="ticket", leg="try1", cause="unknown") in told) == (found == "nothing")
    assert (LegUp(interaction="ticket", leg="try1") in told) == (found == "answered")


async def test_an_engine_that_died_before_it_dialled_has_not_called_and_the_next_does_not_know(centre: Centre) -> None:
    await centre.want(ticket())
    await centre.want(dialling())
    await centre.stop()
    centre.channel = centre.new_channel()
    centre.channel.want(dialling("try1"))
    centre.posted.clear()
    await centre.start()
    assert centre.switch.count("dial") == 0
    assert LegGone(interaction="ticket", leg="try1", cause="unknown") in centre.take()


async def test_a_broken_event_stream_dials_nobody_again(centre: Centre) -> None:
    await called(centre)
    centre.take()
    centre.switch.cut()
    centre.switch.hang_up("try1")
    centre.switch.restore()
    await settle()
    assert centre.switch.count("dial") == 1
    assert LegGone(interaction="ticket", leg="try1", cause="unknown") in centre.take()


async def test_a_key_chooses_while_the_music_plays(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, msgspec.structs.replace(music(4), key="1")))
    centre.switch.press("customer", "2")
    centre.switch.press("customer", "1")
    await settle()
    assert centre.take() == [StepDone(interaction=interaction, visit=4, outcome="digits", digits="1")]


async def test_a_key_ends_an_announcement_and_is_told_once(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, msgspec.structs.replace(say(5, "queue_callback"), key="1")))
    centre.switch.press("customer", "11")
    await settle()
    assert centre.take() == [StepDone(interaction=interaction, visit=5, outcome="digits", digits="1")]
    assert centre.switch.legs["customer"].play == ""
