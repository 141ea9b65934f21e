"""After a cut, a restart of the switch, or of the engine: the table of the design."""

import asyncio

import msgspec
import pytest

from hollyhock.contracts.commands import (
    Arrive,
    CustomerLeft,
    DevicePresence,
    LegGone,
    LegUp,
    MediaPresence,
    RecordingNoted,
    StepDone,
)
from hollyhock.contracts.switch import PageWords
from hollyhock.contracts.treatment import Wanted
from hollyhock.testing.clock import settle

from .conftest import Centre, agent_leg, gather, music, say, voicemail, wanted


async def talk(centre: Centre, *, record: bool = False) -> Wanted:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.pick_up("leg1")
    await settle()
    wish = wanted(interaction, None, agent_leg(connected=True), record=record)
    await centre.want(wish)
    centre.take()
    return wish


async def new_engine(centre: Centre, *wishes: Wanted) -> None:
    """Kill the engine and start another that has recovered these wishes."""
    await centre.stop()
    centre.channel = centre.new_channel()
    for wish in wishes:
        centre.channel.want(wish)
    await settle()
    await centre.start()


async def test_a_cut_is_told_and_calls_go_on(centre: Centre) -> None:
    wish = await talk(centre)
    centre.switch.cut()
    await settle()
    assert centre.take() == [MediaPresence(up=False)]
    before = len(centre.switch.calls)
    centre.channel.want(wish)
    await settle()
    assert len(centre.switch.calls) == before, "nothing is asked of a switch that is away"
    centre.switch.restore()
    await settle()
    assert centre.take() == [MediaPresence(up=True, devices=("phone",))]
    assert centre.switch.talking(wish.interaction) == {"customer", "leg1"}
    assert [call[0] for call in centre.switch.calls[before:]] == ["snapshot"], "nothing was missing"


async def test_what_happened_during_the_cut_is_told_before_the_switch_is_up(centre: Centre) -> None:
    wish = await talk(centre)
    other = await centre.customer("other")
    await centre.want(wanted(other, music(), leg="other"))
    centre.switch.cut()
    centre.switch.hang_up("leg1")
    centre.switch.hang_up("other")
    centre.switch.restore()
    await settle()
    facts = centre.take()
    assert facts[0] == MediaPresence(up=False)
    assert facts[-1] == MediaPresence(up=True, devices=("phone",))
    lost = {str(fact) for fact in facts[1:-1]}
    assert lost == {
        str(LegGone(interaction=wish.interaction, leg="leg1", cause="switch_lost")),
        str(CustomerLeft(interaction=other, cause="switch_lost")),
    }


async def test_an_answer_during_the_cut_is_told(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music(), agent_leg()))
    centre.switch.cut()
    centre.switch.pick_up("leg1")
    centre.switch.restore()
    await settle()
    assert LegUp(interaction=interaction, leg="leg1") in centre.take()


async def test_a_restarted_switch_has_lost_everything(centre: Centre) -> None:
    wish = await talk(centre, record=True)
    recording = centre.switch.legs["customer"].recording
    centre.take()
    centre.switch.restart()
    await settle()
    facts = centre.take()
    assert CustomerLeft(interaction=wish.interaction, cause="switch_lost") in facts
    assert LegGone(interaction=wish.interaction, leg="leg1", cause="switch_lost") in facts
    assert RecordingNoted(interaction=wish.interaction, recording=recording, running=False) in facts
    assert facts[-1] == MediaPresence(up=True, devices=())
    await centre.want(wanted(wish.interaction, closed=True))
    centre.switch.register("phone")
    await settle()
    assert centre.take() == [DevicePresence(device="phone", up=True)]


async def test_a_new_engine_finds_the_talk_as_it_was(centre: Centre) -> None:
    wish = await talk(centre, record=True)
    recording = centre.switch.legs["customer"].recording
    before = len(centre.switch.calls)
    await new_engine(centre, msgspec.structs.replace(wish, recording=recording))
    assert [call[0] for call in centre.switch.calls[before:]] == ["snapshot"], "nothing is touched"
    assert centre.switch.legs["customer"].recording == recording
    assert centre.take() == [MediaPresence(up=True, devices=("phone",))]
    centre.switch.hang_up("customer")
    await settle()
    assert CustomerLeft(interaction=wish.interaction, cause="hang_up") in centre.take()


async def test_a_recording_that_the_journal_does_not_know_is_told(centre: Centre) -> None:
    wish = await talk(centre, record=True)
    recording = centre.switch.legs["customer"].recording
    await new_engine(centre, wish)
    assert RecordingNoted(interaction=wish.interaction, recording=recording, running=True) in centre.take()


async def test_a_recording_that_only_the_journal_knows_has_ended(centre: Centre) -> None:
    wish = await talk(centre, record=True)
    first = centre.switch.legs["customer"].recording
    centre.switch.legs["customer"].recording = ""
    await new_engine(centre, msgspec.structs.replace(wish, recording=first))
    facts = centre.take()
    assert RecordingNoted(interaction=wish.interaction, recording=first, running=False) in facts
    second = centre.switch.legs["customer"].recording
    assert second not in {"", first}
    assert RecordingNoted(interaction=wish.interaction, recording=second, running=True) in facts


async def test_engine_and_switch_killed_together_end_call_and_recording(centre: Centre) -> None:
    wish = await talk(centre, record=True)
    recording = centre.switch.legs["customer"].recording
    await centre.stop()
    centre.switch.restart()
    await new_engine(centre, msgspec.structs.replace(wish, recording=recording))
    facts = centre.take()
    assert CustomerLeft(interaction=wish.interaction, cause="switch_lost") in facts
    assert RecordingNoted(interaction=wish.interaction, recording=recording, running=False) in facts


async def test_a_new_engine_rings_nobody_twice(centre: Centre) -> None:
    interaction = await centre.customer()
    wish = wanted(interaction, music(), agent_leg())
    await centre.want(wish)
    await new_engine(centre, wish)
    assert centre.switch.count("make_call") == 1
    centre.switch.pick_up("leg1")
    await settle()
    assert LegUp(interaction=interaction, leg="leg1") in centre.take()


async def test_a_leg_that_ended_while_no_engine_ran_is_told_and_not_rung_again(centre: Centre) -> None:
    interaction = await centre.customer()
    wish = wanted(interaction, music(), agent_leg())
    await centre.want(wish)
    await centre.stop()
    centre.switch.hang_up("leg1", "refused")
    await new_engine(centre, wish)
    assert LegGone(interaction=interaction, leg="leg1", cause="switch_lost") in centre.take()
    assert centre.switch.count("make_call") == 1


async def test_an_unknown_customer_is_adopted(centre: Centre) -> None:
    await centre.stop()
    centre.switch.arrive("customer", ani="123")
    centre.switch.arrive("nowhere", dnis="9999")
    centre.switch.pages["v1"] = PageWords(personal={"customer_number": "C7"})
    centre.switch.arrive("visitor", dnis="web", device="v1")
    await new_engine(centre)
    arrived = {envelope.command.leg: envelope for envelope in centre.posted if isinstance(envelope.command, Arrive)}
    assert set(arrived) == {"customer", "visitor"}
    assert all(isinstance(one.command, Arrive) and one.command.adopted for one in arrived.values())
    assert arrived["customer"].personal == {"ani": "123"}
    assert arrived["visitor"].personal == {"customer_number": "C7"}
    assert ("clear", "nowhere", "unknown_number") in centre.switch.calls


async def test_an_arrival_seen_twice_is_one_arrival(centre: Centre) -> None:
    centre.switch.cut()
    await settle()
    centre.switch.connected = True
    centre.switch.restore()
    centre.switch.arrive("customer")
    await settle()
    assert sum(isinstance(command, Arrive) for command in centre.commands) == 1


async def test_unknown_legs_and_bridges_of_ours_are_cleared(centre: Centre) -> None:
    wish = await talk(centre)
    await new_engine(centre)
    assert "leg1" not in centre.switch.legs
    assert wish.interaction not in centre.switch.bridges
    assert "customer" in centre.switch.legs


async def test_a_call_that_was_closed_while_the_engine_died_is_cleared(centre: Centre) -> None:
    wish = await talk(centre)
    await new_engine(centre, wanted(wish.interaction, closed=True))
    assert centre.switch.legs == {}
    assert centre.switch.bridges == set()
    assert [type(command) for command in centre.take()] == [MediaPresence]


async def test_a_wish_that_comes_late_finds_its_leg(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music()))
    await centre.want(wanted("older", music(), leg="gone"))
    assert centre.take() == [CustomerLeft(interaction="older", cause="switch_lost")]


async def test_a_prompt_that_ended_during_the_cut_is_said_again(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1, "welcome")))
    centre.switch.cut()
    centre.switch.end_play("customer")
    centre.switch.restore()
    await settle()
    assert centre.switch.legs["customer"].media == ["en/welcome"]
    assert centre.switch.count("play") == 2
    centre.switch.end_play("customer")
    await settle()
    assert StepDone(interaction=interaction, visit=1, outcome="played") in centre.take()


async def test_a_flow_re_enters_its_node_under_a_new_engine(centre: Centre) -> None:
    interaction = await centre.customer()
    wish = wanted(interaction, gather(3, "menu"))
    await centre.want(wish)
    await new_engine(centre, wish)
    assert centre.switch.legs["customer"].play.startswith(f"{interaction}-3")
    centre.switch.press("customer", "2")
    await settle()
    assert StepDone(interaction=interaction, visit=3, outcome="digits", digits="2") in centre.take()


async def test_music_of_the_old_engine_is_stopped_before_anything_is_said(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music()))
    await new_engine(centre, wanted(interaction, say(2, "position")))
    assert centre.switch.legs["customer"].music == ""
    assert centre.switch.legs["customer"].media == ["en/position"]


@pytest.mark.parametrize("words", [(), ("leave",)])
async def test_a_message_goes_on_under_a_new_engine(centre: Centre, words: tuple[str, ...]) -> None:
    interaction = await centre.customer()
    wish = wanted(interaction, voicemail(2, *words))
    await centre.want(wish)
    centre.switch.end_play("customer")
    await settle()
    sound = centre.switch.legs["customer"].message
    await new_engine(centre, wish)
    centre.switch.end_message("customer", 4_000)
    await settle()
    done = [command for command in centre.commands if isinstance(command, StepDone)]
    assert [(one.outcome, one.sound) for one in done] == [("recorded", sound)]
    assert centre.switch.legs["customer"].play == ""
    assert centre.switch.legs["customer"].message != sound, "it is not recorded over"


@pytest.mark.parametrize("killed", [False, True])
async def test_a_prompt_that_still_plays_is_not_played_twice_at_once(centre: Centre, killed: bool) -> None:
    interaction = await centre.customer()
    wish = wanted(interaction, say(1, "welcome"))
    await centre.want(wish)
    if killed:
        await new_engine(centre, wish)
    else:
        centre.switch.cut()
        centre.switch.restore()
        await settle()
    centre.switch.end_play("customer")
    await settle()
    assert StepDone(interaction=interaction, visit=1, outcome="played") in centre.take()


async def test_hold_under_a_new_engine(centre: Centre) -> None:
    wish = await talk(centre)
    held = wanted(wish.interaction, music(), agent_leg())
    await centre.want(held)
    await new_engine(centre, held)
    assert centre.switch.talking(wish.interaction) == set()
    assert centre.switch.legs["customer"].music == "default"
    await centre.want(wish)
    assert centre.switch.talking(wish.interaction) == {"customer", "leg1"}


async def test_a_snapshot_that_fails_is_taken_again(centre: Centre) -> None:
    wish = await talk(centre)
    centre.switch.failing["snapshot"] = 2
    centre.switch.cut()
    centre.switch.restore()
    await settle()
    assert centre.take() == [MediaPresence(up=False)]
    await centre.clock.advance(1_000)
    assert centre.take() == [MediaPresence(up=True, devices=("phone",))]
    assert centre.switch.talking(wish.interaction) == {"customer", "leg1"}


async def test_two_cuts_in_a_row_end_up(centre: Centre) -> None:
    for _ in range(2):
        centre.switch.cut()
        centre.switch.restore()
    await settle()
    facts = centre.take()
    assert facts[-1] == MediaPresence(up=True, devices=("phone",))
    assert asyncio.all_tasks() == {asyncio.current_task(), centre.running}, "nothing is left behind"
