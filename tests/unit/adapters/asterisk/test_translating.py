"""ARI's events in our words: each leg begins once and ends once, callers' claims are cut to size."""

from __future__ import annotations

from pathlib import Path

import pytest

from hollyhock.adapters.asterisk import wire
from hollyhock.adapters.asterisk.events import OURS, Translator, clean_ani
from hollyhock.adapters.asterisk.legs import Legs
from hollyhock.contracts.switch import (
    AnySwitchEvent,
    CustomerArrived,
    LegEnded,
    LegStarted,
    PageWords,
    PlayEnded,
    Replaced,
)


class Desk:
    """A translator and what it did."""

    def __init__(self) -> None:
        self.legs = Legs()
        self.told: list[AnySwitchEvent] = []
        self.claimed: list[wire.AriChannel] = []
        self.gone = 0
        self._translator = Translator(
            self.legs, Path("/nowhere"), tell=self.told.append, claim=self.claimed.append, replaced=self._leave
        )

    def take(self, *events: wire.AriEvent) -> list[AnySwitchEvent]:
        for event in events:
            self._translator.take(event)
        told, self.told[:] = list(self.told), []
        return told

    def _leave(self) -> None:
        self.gone += 1


def channel(name: str, *, device: str = "trunk-x", exten: str = "1001", number: str = "") -> wire.AriChannel:
    return wire.AriChannel(
        id=name,
        name=f"PJSIP/{device}-00000001",
        caller=wire.Party("\x00Li\n" + "x" * 200, number),
        dialplan=wire.Place("arrival", exten),
    )


def test_a_caller_is_claimed_arrives_and_ends_once() -> None:
    desk, caller = Desk(), channel("c1", number="+861")
    assert desk.take(wire.CallBroadcast(caller)) == []
    assert desk.claimed == [caller]
    (arrived,) = desk.take(wire.StasisStart(caller))
    assert isinstance(arrived, CustomerArrived)
    assert (arrived.ani, arrived.device, len(arrived.name)) == ("+861", "", 80)
    assert desk.take(wire.ChannelHangupRequest(caller, 16)) == [LegEnded(leg="c1", cause="hang_up")]
    assert desk.take(wire.StasisEnd(caller), wire.ChannelDestroyed(caller, 17)) == []


@pytest.mark.parametrize(
    ("number", "cause"), [(17, "busy"), (21, "refused"), (19, "no_answer"), (18, "no_answer"), (3, "unreachable")]
)
def test_a_leg_of_ours_that_never_came_up_says_why(number: int, cause: str) -> None:
    desk = Desk()
    desk.legs.begin("o1", ours=True)
    assert desk.take(wire.ChannelDestroyed(channel("o1"), number)) == [LegEnded(leg="o1", cause=cause)]


def test_a_leg_that_we_cleared_or_that_was_up_has_hung_up() -> None:
    desk = Desk()
    desk.legs.begin("o1", ours=True).cleared = True
    assert desk.take(wire.ChannelDestroyed(channel("o1"), 19)) == [LegEnded(leg="o1", cause="hang_up")]
    assert desk.take(wire.StasisStart(channel("o2"), (OURS,))) == [LegStarted(leg="o2")]
    assert desk.take(wire.ChannelDestroyed(channel("o2"), 38)) == [LegEnded(leg="o2", cause="hang_up")]


def test_a_name_used_again_is_a_new_leg() -> None:
    desk = Desk()
    for _ in range(2):
        desk.legs.begin("o1", ours=True)
        assert desk.take(wire.ChannelDestroyed(channel("o1"), 17)) == [LegEnded(leg="o1", cause="busy")]


def test_a_visitor_is_known_by_its_softphone_and_brings_what_the_page_said() -> None:
    said = PageWords(data={"page_address": "/a?b"}, personal={"customer_number": "C7"})
    desk, visitor = Desk(), channel("c1", device="vabcdefgh23456777", exten="web")
    desk.legs.say("c1", said)
    (arrived,) = desk.take(wire.StasisStart(visitor))
    assert isinstance(arrived, CustomerArrived)
    assert (arrived.device, arrived.data, arrived.personal) == ("vabcdefgh23456777", said.data, said.personal)


def test_the_tone_before_a_message_is_nobodys_play() -> None:
    desk = Desk()
    tone, said = (wire.AriPlayback(name, "channel:c1", "done") for name in ("tone.c1", "p1"))
    told = desk.take(wire.PlaybackFinished(tone), wire.PlaybackFinished(said))
    assert told == [PlayEnded(leg="c1", play="p1", ok=True)]


def test_being_replaced_is_told_before_leaving() -> None:
    desk = Desk()
    assert desk.take(wire.ApplicationReplaced()) == [Replaced()]
    assert desk.gone == 1


@pytest.mark.parametrize(("number", "kept"), [("13800138000", True), ("+86138", True), ("1;2", False), ("12+3", False)])
@pytest.mark.parametrize("blank", ["", "anonymous", "+", "9" * 33, "١٢٣"])
def test_only_what_can_be_a_number_counts_as_one(number: str, kept: bool, blank: str) -> None:
    assert clean_ani(number) == (number if kept else "")
    assert clean_ani(blank) == ""
