"""A softphone that goes away while it rings: its browser has forgotten the call, so the call must not wait for it."""

from __future__ import annotations

import pytest

from hollyhock.contracts import commands as c
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.testing.centre import small_centre

PHONE_GOES, PHONE_COMES = (c.DevicePresence(device="d", up=up) for up in (False, True))
PAGE_STARTS_ANEW = c.LogIn(agent="105", session="s", device="d", fresh=True)
CALL = "t.main.i1"


class Ringing:
    """A call that rings at the only agent."""

    def __init__(self) -> None:
        self.state = State()
        self.state.data.scope = "t.main"
        self.give(c.PublishDirectory(directory=small_centre(agents=5)))
        self.give(c.MediaPresence(up=True))
        self.give(c.LogIn(agent="105", session="s", device="d"))
        self.give(PHONE_COMES)
        self.give(c.SetReady(agent="105"))
        self.give(c.Arrive(interaction=CALL, medium="voice", entry_point="direct", leg="i1"))

    def give(self, command: c.AnyCommand) -> None:
        now = self.state.data.now
        decide(self.state, c.Envelope(id=f"c{now}", actor="test", command=command), now + 1_000)

    @property
    def offers(self) -> list[str]:
        return list(self.state.data.offers)


@pytest.mark.parametrize("how", [PHONE_GOES, PAGE_STARTS_ANEW])
def test_the_call_goes_back_without_blame_and_rings_again_when_the_phone_is_back(how: c.AnyCommand) -> None:
    ringing = Ringing()
    (first,) = ringing.offers
    since = ringing.state.data.interactions[CALL].since
    ringing.give(how)
    assert not ringing.offers
    assert ringing.state.agent("105").ready
    ringing.give(PHONE_COMES)
    (second,) = ringing.offers
    assert second != first
    assert ringing.state.data.interactions[CALL].since == since


def test_a_telephone_that_is_no_page_stays_and_keeps_its_call_when_the_page_starts_anew() -> None:
    talk = Ringing()
    (leg,) = talk.offers
    talk.give(c.LegUp(interaction=CALL, leg=leg))
    talk.give(c.LogIn(agent="105", session="s", device="d", fresh=False))
    assert talk.state.agent("105").device_up
    assert talk.state.data.interactions[CALL].phase == "connected"


def test_a_call_that_comes_back_to_a_page_is_called_again_when_the_phone_goes_once_more() -> None:
    talk = Ringing()
    (leg,) = talk.offers
    talk.give(c.LegUp(interaction=CALL, leg=leg))
    it = talk.state.data.interactions[CALL]
    talk.give(PAGE_STARTS_ANEW)
    talk.give(PHONE_COMES)
    lost = it.agent_leg
    assert (it.phase, bool(lost)) == ("reattaching", True)
    talk.give(PHONE_GOES)
    talk.give(PHONE_COMES)
    assert it.phase == "reattaching"
    assert it.agent_leg not in ("", lost)


def test_a_call_on_hold_is_on_hold_again_when_the_phone_is_back() -> None:
    talk = Ringing()
    (leg,) = talk.offers
    talk.give(c.LegUp(interaction=CALL, leg=leg))
    talk.give(c.HoldCall(agent="105", interaction=CALL))
    it = talk.state.data.interactions[CALL]
    talk.give(PAGE_STARTS_ANEW)
    talk.give(PHONE_COMES)
    assert it.phase == "reattaching"
    talk.give(c.LegUp(interaction=CALL, leg=it.agent_leg))
    assert (it.phase, it.agent) == ("held", "105")
    talk.give(c.RetrieveCall(agent="105", interaction=CALL))
    assert it.phase == "connected"
    talk.give(PAGE_STARTS_ANEW)
    talk.give(PHONE_COMES)
    talk.give(c.LegUp(interaction=CALL, leg=it.agent_leg))
    assert it.phase == "connected"
