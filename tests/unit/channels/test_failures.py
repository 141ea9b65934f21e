"""Services that fail are tried again, then reported; nothing is dropped in silence."""

import pytest

from hollyhock.contracts.commands import CustomerLeft, LegGone, StepDone
from hollyhock.testing.clock import settle

from .conftest import Centre, agent_leg, gather, music, say, voicemail, wanted

SOME = 3
MANY = 1_000


@pytest.mark.parametrize(
    "service", ["answer", "make_call", "join", "music", "play", "stop_play", "record", "clear", "leave", "stop_record"]
)
async def test_a_service_that_fails_a_few_times_costs_only_time(centre: Centre, service: str) -> None:
    centre.switch.failing[service] = SOME
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1, "welcome")))
    await centre.clock.advance(2_000)
    await centre.want(wanted(interaction, music(), agent_leg()))
    await centre.clock.advance(2_000)
    assert centre.switch.legs["customer"].music == "default"
    centre.switch.pick_up("leg1")
    await settle()
    await centre.want(wanted(interaction, None, agent_leg(connected=True), record=True))
    await centre.clock.advance(2_000)
    assert centre.switch.talking(interaction) == {"customer", "leg1"}
    assert centre.switch.legs["customer"].recording
    await centre.want(wanted(interaction, music(), agent_leg(), record=True))
    await centre.clock.advance(2_000)
    assert centre.switch.talking(interaction) == set()
    await centre.want(wanted(interaction, closed=True))
    await centre.clock.advance(2_000)
    assert centre.switch.legs == {}
    assert centre.switch.bridges == set()
    assert centre.switch.failing[service] == 0, "it was really asked for"


async def test_a_call_that_cannot_be_made_is_unreachable(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.switch.failing["make_call"] = MANY
    await centre.want(wanted(interaction, music(), agent_leg()))
    assert centre.take() == []
    await centre.clock.advance(2_000)
    assert centre.take() == [LegGone(interaction=interaction, leg="leg1", cause="unreachable")]
    asked = centre.switch.count("make_call")
    await centre.clock.advance(60_000)
    assert centre.switch.count("make_call") == asked
    await centre.want(wanted(interaction, music()))
    assert ("clear", "leg1", "normal") in centre.switch.calls, "it may have been made all the same"


async def test_a_customer_who_cannot_be_answered_is_lost(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.switch.failing["answer"] = MANY
    await centre.want(wanted(interaction, music()))
    await centre.clock.advance(2_000)
    assert centre.take()[0] == CustomerLeft(interaction=interaction, cause="lost")
    await centre.want(wanted(interaction, closed=True))
    assert centre.switch.legs == {}


@pytest.mark.parametrize("kind", ["say", "gather", "voicemail"])
async def test_a_sound_that_cannot_be_played_is_a_failed_step(centre: Centre, kind: str) -> None:
    interaction = await centre.customer()
    centre.switch.failing["play"] = MANY
    await centre.want(wanted(interaction, {"say": say, "gather": gather, "voicemail": voicemail}[kind](1, "x")))
    await centre.clock.advance(2_000)
    assert centre.take() == [StepDone(interaction=interaction, visit=1, outcome="failed")]


async def test_a_message_that_cannot_be_taken_is_a_failed_step(centre: Centre) -> None:
    interaction = await centre.customer()
    centre.switch.failing["take_message"] = MANY
    await centre.want(wanted(interaction, voicemail(1)))
    await centre.clock.advance(2_000)
    assert centre.take() == [StepDone(interaction=interaction, visit=1, outcome="failed")]


async def test_a_join_that_cannot_be_made_is_told_for_the_agents_leg(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.pick_up("leg1")
    await settle()
    centre.take()
    centre.switch.failing["join"] = MANY
    await centre.want(wanted(interaction, None, agent_leg(connected=True)))
    await centre.clock.advance(1_400)
    assert centre.take() == [LegGone(interaction=interaction, leg="leg1", cause="unreachable")]
    await centre.want(wanted(interaction, music()))
    assert set(centre.switch.legs) == {"customer"}


async def test_the_join_waits_until_the_music_is_off(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.pick_up("leg1")
    await settle()
    centre.switch.failing["music"] = 1
    await centre.want(wanted(interaction, None, agent_leg(connected=True)))
    assert centre.switch.talking(interaction) == set()
    await centre.clock.advance(100)
    assert centre.switch.talking(interaction) == {"customer", "leg1"}


async def test_letting_go_is_tried_for_ever(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music()))
    centre.switch.failing["clear"] = 20
    await centre.want(wanted(interaction, closed=True))
    await centre.clock.advance(120_000)
    assert centre.switch.legs == {}


async def test_one_failing_call_does_not_touch_another(centre: Centre) -> None:
    first = await centre.customer("first")
    second = await centre.customer("second")
    centre.switch.failing["answer"] = 1
    centre.channel.want(wanted(first, music(), leg="first"))
    await centre.want(wanted(second, music(), leg="second"))
    assert not centre.switch.legs["first"].up
    assert centre.switch.legs["second"].music == "default"
