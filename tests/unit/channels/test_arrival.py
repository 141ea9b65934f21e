"""Customers come, are answered, and go."""

import pytest
from structlog.testing import capture_logs

from hollyhock.contracts.commands import Arrive, CustomerLeft, DevicePresence, MediaPresence
from hollyhock.contracts.errors import (
    HollyhockError,
    JournalBroken,
    JournalBusy,
    JournalConflict,
    JournalFull,
    Unknown,
)
from hollyhock.contracts.switch import PageWords
from hollyhock.contracts.treatment import Wanted
from hollyhock.testing.clock import settle

from .conftest import Centre, music, say, wanted


async def test_the_switch_and_its_softphones_are_announced(centre: Centre) -> None:
    await centre.stop()
    centre.channel = centre.new_channel()
    await centre.start()
    assert centre.take() == [MediaPresence(up=True, devices=("phone",))]
    centre.switch.register("phone", up=False)
    await settle()
    assert centre.take() == [DevicePresence(device="phone", up=False)]


async def test_a_telephone_call_arrives(centre: Centre) -> None:
    centre.switch.arrive("customer", ani="+8613800138000", hint="x")
    await settle()
    (envelope,) = centre.posted
    assert isinstance(envelope.command, Arrive)
    interaction = envelope.command.interaction
    assert envelope.command == Arrive(
        interaction=interaction,
        medium="voice",
        entry_point="hotline",
        leg="customer",
        data={"hint": "x"},
        customer="known",
    )
    assert envelope.personal == {"ani": "+8613800138000"}
    assert envelope.actor == "switch"
    assert centre.switch.calls == [("snapshot",)], "nothing is done before the engine wants it"


async def test_a_withheld_number_is_a_normal_caller(centre: Centre) -> None:
    centre.switch.arrive("customer")
    await settle()
    assert centre.posted[0].personal == {}


async def test_a_web_call_brings_what_the_page_said(centre: Centre) -> None:
    centre.switch.pages["v1"] = PageWords(data={"page": "/bill"}, personal={"customer_number": "C7"})
    centre.switch.arrive("customer", dnis="web", device="v1")
    await settle()
    command = centre.posted[0].command
    assert isinstance(command, Arrive)
    assert (command.entry_point, command.data) == ("web", {"page": "/bill"})
    assert centre.posted[0].personal == {"customer_number": "C7"}


async def test_an_unknown_number_is_cleared(centre: Centre) -> None:
    with capture_logs() as logs:
        centre.switch.arrive("customer", dnis="9999")
        await settle()
    assert logs == [{"event": "call_refused", "why": "unknown_number", "log_level": "warning"}]
    assert centre.posted == []
    assert ("clear", "customer", "unknown_number") in centre.switch.calls


async def test_a_call_is_answered_once_and_wants_are_harmless_to_repeat(centre: Centre) -> None:
    interaction = await centre.customer()
    for _ in range(3):
        await centre.want(wanted(interaction, music()))
    assert centre.switch.legs["customer"].up
    assert centre.switch.legs["customer"].music == "default"
    assert [call[0] for call in centre.switch.calls] == ["snapshot", "answer", "music"]


async def test_a_hang_up_is_told_and_everything_is_let_go(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, music()))
    centre.switch.hang_up("customer")
    await settle()
    assert centre.take() == [CustomerLeft(interaction=interaction, cause="hang_up")]
    before = len(centre.switch.calls)
    await centre.want(wanted(interaction, closed=True))
    assert centre.take() == []
    assert len(centre.switch.calls) == before
    assert centre.speaker.forgotten == [interaction]


async def test_a_hang_up_before_the_engine_answered_is_told_after_the_arrival(centre: Centre) -> None:
    centre.switch.arrive("customer")
    centre.switch.hang_up("customer")
    await settle()
    assert [type(command) for command in centre.commands] == [Arrive, CustomerLeft]


async def test_closing_clears_the_customer(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, say(1, "bye")))
    await centre.want(wanted(interaction, closed=True))
    assert centre.switch.legs == {}
    assert centre.take() == [], "our own clearing is no news"


async def test_a_closed_interaction_costs_nothing_afterwards(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(wanted(interaction, closed=True))
    before = len(centre.switch.calls)
    await centre.want(wanted(interaction, closed=True))
    assert len(centre.switch.calls) == before


@pytest.mark.parametrize(
    "refusal", [JournalFull(), Unknown(field="entry_point", what="entry point", name="1009")], ids=["full", "unknown"]
)
async def test_a_caller_whom_the_engine_does_not_take_is_cleared(centre: Centre, refusal: HollyhockError) -> None:
    centre.refusing = refusal
    centre.switch.arrive("customer")
    await settle()
    assert centre.switch.legs == {}


@pytest.mark.parametrize("ending", [JournalConflict(), JournalBusy(), JournalBroken(detail="EIO")], ids=str)
async def test_a_caller_whom_an_ending_engine_cannot_take_is_left_for_the_next(
    centre: Centre, ending: HollyhockError
) -> None:
    centre.refusing = ending
    centre.switch.arrive("customer")
    await settle()
    assert set(centre.switch.legs) == {"customer"}
    centre.refusing = None
    await centre.stop()
    centre.channel = centre.new_channel()
    await centre.start()
    (arrived,) = (command for command in centre.take() if isinstance(command, Arrive))
    assert arrived.leg == "customer"


async def test_interactions_without_a_leg_are_none_of_ours(centre: Centre) -> None:
    await centre.want(wanted("work-item", leg=""))
    assert centre.switch.calls == [("snapshot",)]


async def test_who_is_refused_hears_busy(centre: Centre) -> None:
    interaction = await centre.customer()
    await centre.want(Wanted(interaction=interaction, open=False, cause="busy"))
    assert ("clear", "customer", "busy") in centre.switch.calls
    assert centre.switch.legs == {}
