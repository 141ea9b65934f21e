"""Agents' legs, talk, hold, and recording."""

import msgspec
import pytest

from hollyhock.contracts.commands import CustomerLeft, LegGone, LegUp, RecordingNoted
from hollyhock.contracts.errors import JournalConflict
from hollyhock.testing.clock import settle

from .conftest import Centre, agent_leg, music, say, wanted


async def talking(centre: Centre, *, record: bool = False) -> str:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.pick_up("leg1")
    await settle()
    await centre.want(wanted(interaction, None, agent_leg(connected=True), record=record))
    return interaction


async def test_an_offer_rings_while_the_music_plays(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    assert centre.switch.legs["leg1"].device == "phone"
    assert centre.switch.legs["customer"].music == "default"
    assert centre.take() == []
    centre.switch.pick_up("leg1")
    await settle()
    assert centre.take() == [LegUp(interaction=interaction, leg="leg1")]
    assert centre.switch.talking(interaction) == set(), "they talk when the engine says so"


async def test_an_accepted_offer_talks(centre: Centre) -> None:
    interaction = await talking(centre)
    assert centre.switch.talking(interaction) == {"customer", "leg1"}
    assert centre.switch.legs["customer"].music == ""


async def test_a_withdrawn_offer_stops_ringing(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    await centre.want(wanted(interaction, music()))
    assert set(centre.switch.legs) == {"customer"}
    assert centre.take() == [], "our own clearing is no news"


async def test_a_group_rings_together_and_the_others_stop_when_one_is_up(centre: Centre) -> None:
    legs = [msgspec.structs.replace(agent_leg(f"leg{n}"), agent=f"100{n}", device=f"phone{n}") for n in range(1, 11)]
    centre.switch.registered.update(leg.device for leg in legs)
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), *legs))
    assert set(centre.switch.legs) == {"customer", *(leg.leg for leg in legs)}
    centre.switch.pick_up("leg7")
    centre.switch.pick_up("leg3")
    await settle()
    assert centre.take() == [LegUp(interaction=interaction, leg="leg7"), LegUp(interaction=interaction, leg="leg3")]
    await centre.want(wanted(interaction, None, msgspec.structs.replace(legs[6], connected=True)))
    assert set(centre.switch.legs) == {"customer", "leg7"}
    assert centre.switch.talking(interaction) == {"customer", "leg7"}
    assert centre.take() == [], "those let go are no news"


async def test_an_offer_withdrawn_at_once_never_rings(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.channel.want(wanted(interaction, music(), agent_leg()))
    await centre.want(wanted(interaction, music()))
    assert centre.switch.count("make_call") == 0


async def test_an_answer_after_the_withdrawal_is_cleared(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.pick_up("leg1")
    await centre.want(wanted(interaction, music()))
    assert set(centre.switch.legs) == {"customer"}
    assert all(not isinstance(command, LegGone) for command in centre.take())


@pytest.mark.parametrize("cause", ["refused", "busy", "no_answer", "unreachable", "hang_up"])
async def test_an_offer_that_fails_is_told_with_its_cause(centre: Centre, cause: str) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.hang_up("leg1", cause)
    await settle()
    assert centre.take() == [LegGone(interaction=interaction, leg="leg1", cause=cause)]
    await centre.want(wanted(interaction, music(), agent_leg()))
    assert centre.switch.count("make_call") == 1, "a leg that has ended is not made again"
    await centre.want(wanted(interaction, music(), agent_leg("leg2")))
    assert set(centre.switch.legs) == {"customer", "leg2"}


async def test_a_softphone_that_is_not_there_is_unreachable(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.switch.registered.clear()
    await centre.want(wanted(interaction, music(), agent_leg()))
    assert centre.take() == [LegGone(interaction=interaction, leg="leg1", cause="unreachable")]


async def test_hold_and_retrieve(centre: Centre) -> None:
    interaction = await talking(centre)
    await centre.want(wanted(interaction, music(), agent_leg()))
    assert centre.switch.talking(interaction) == set()
    assert centre.switch.legs["customer"].music == "default"
    assert centre.switch.legs["leg1"].up
    await centre.want(wanted(interaction, None, agent_leg(connected=True)))
    assert centre.switch.talking(interaction) == {"customer", "leg1"}
    assert centre.switch.legs["customer"].music == ""


async def test_quick_holds_end_as_the_last_wish_says(centre: Centre) -> None:
    interaction = await talking(centre)
    for _ in range(5):
        centre.channel.want(wanted(interaction, music(), agent_leg()))
        centre.channel.want(wanted(interaction, None, agent_leg(connected=True)))
    await settle()
    assert centre.switch.talking(interaction) == {"customer", "leg1"}
    centre.channel.want(wanted(interaction, None, agent_leg(connected=True)))
    await centre.want(wanted(interaction, music(), agent_leg()))
    assert centre.switch.talking(interaction) == set()


async def test_the_agents_hang_up_is_told_and_the_customer_stays(centre: Centre) -> None:
    interaction = await talking(centre)
    centre.take()
    centre.switch.hang_up("leg1")
    await settle()
    assert centre.take() == [LegGone(interaction=interaction, leg="leg1", cause="hang_up")]
    assert centre.switch.legs["customer"].up
    await centre.want(wanted(interaction, closed=True))
    assert centre.switch.legs == {}
    assert centre.switch.bridges == set()


async def test_the_customers_hang_up_frees_the_agent(centre: Centre) -> None:
    interaction = await talking(centre)
    centre.take()
    centre.switch.hang_up("customer")
    await settle()
    assert centre.take() == [CustomerLeft(interaction=interaction, cause="hang_up")]
    await centre.want(wanted(interaction, closed=True))
    assert centre.switch.legs == {}
    assert centre.switch.bridges == set()


async def test_reattaching_rings_the_new_page_with_auto_answer(centre: Centre) -> None:
    interaction = await talking(centre)
    centre.switch.hang_up("leg1", "unreachable")
    await settle()
    centre.take()
    await centre.want(wanted(interaction, music(), agent_leg("leg2", auto_answer=True)))
    assert centre.take() == [LegUp(interaction=interaction, leg="leg2")]
    await centre.want(wanted(interaction, None, agent_leg("leg2", connected=True)))
    assert centre.switch.talking(interaction) == {"customer", "leg2"}


async def test_a_transfer_lets_the_agent_go_and_plays_music(centre: Centre) -> None:
    interaction = await talking(centre)
    await centre.want(wanted(interaction, music()))
    assert set(centre.switch.legs) == {"customer"}
    assert centre.switch.legs["customer"].music == "default"


async def test_the_talk_is_recorded_from_connection_to_end(centre: Centre) -> None:
    interaction = await talking(centre, record=True)
    recording = centre.switch.legs["customer"].recording
    assert RecordingNoted(interaction=interaction, recording=recording, running=True) in centre.take()
    await centre.want(wanted(interaction, music(), agent_leg(), record=True))
    assert centre.switch.legs["customer"].recording == recording, "hold is part of it"
    await centre.want(wanted(interaction, closed=True))
    assert centre.take() == [RecordingNoted(interaction=interaction, recording=recording, running=False)]
    assert centre.switch.ended_recordings == [recording]


async def test_a_recording_is_complete_before_the_customer_is_cleared(centre: Centre) -> None:
    interaction = await talking(centre, record=True)
    await centre.want(wanted(interaction, closed=True))
    calls = [call[:2] for call in centre.switch.calls]
    assert calls.index(("stop_record", "customer")) < calls.index(("clear", "customer"))


async def test_a_recording_ends_with_the_customers_hang_up(centre: Centre) -> None:
    interaction = await talking(centre, record=True)
    recording = centre.switch.legs["customer"].recording
    centre.take()
    centre.switch.hang_up("customer")
    await settle()
    assert centre.take() == [
        CustomerLeft(interaction=interaction, cause="hang_up"),
        RecordingNoted(interaction=interaction, recording=recording, running=False),
    ]


async def test_two_talks_of_one_interaction_are_two_recordings(centre: Centre) -> None:
    interaction = await talking(centre, record=True)
    first = centre.switch.legs["customer"].recording
    await centre.want(wanted(interaction, music()))
    await centre.want(wanted(interaction, music(), agent_leg("leg2"), record=True))
    second = centre.switch.legs["customer"].recording
    assert first
    assert second
    assert first != second


async def test_the_join_waits_until_nothing_plays(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1, "position"), agent_leg()))
    centre.switch.pick_up("leg1")
    await centre.want(wanted(interaction, None, agent_leg(connected=True)))
    assert centre.switch.talking(interaction) == {"customer", "leg1"}
    assert centre.switch.legs["customer"].play == ""


async def test_a_slow_speaker_does_not_hold_up_the_talk(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.speaker.slow = True
    await centre.want(wanted(interaction, say(2, "position"), agent_leg()))
    centre.switch.pick_up("leg1")
    await centre.want(wanted(interaction, None, agent_leg(connected=True)))
    assert centre.switch.talking(interaction) == {"customer", "leg1"}
    centre.speaker.ready.set()
    await settle()


async def test_a_stray_leg_of_ours_is_cleared(centre: Centre) -> None:
    await centre.switch.make_call("stray", "phone", caller="", auto_answer=True, ring_ms=1000)
    await settle()
    assert centre.switch.legs == {}


async def test_an_engine_that_was_replaced_sends_nothing_more(centre: Centre) -> None:
    interaction = await talking(centre)
    centre.switch.replace()
    await settle()
    assert centre.running is not None
    assert centre.running.done()
    assert isinstance(centre.running.exception(), JournalConflict)
    before = len(centre.switch.calls)
    centre.channel.want(wanted(interaction, closed=True))
    await centre.clock.advance(60_000)
    assert len(centre.switch.calls) == before
