"""A softphone that goes away while it rings: its browser has forgotten the call, so the call must not wait for it."""

from __future__ import annotations

import pytest

from hollyhock.contracts import commands as c
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.testing.centre import small_centre

PHONE_GOES = c.DevicePresence(device="d", up=False)
PAGE_STARTS_ANEW = c.LogIn(agent="105", session="s", device="d", fresh=True)


@pytest.mark.parametrize("how", [PHONE_GOES, PAGE_STARTS_ANEW])
def test_the_call_goes_back_without_blame_and_rings_again_when_the_phone_is_back(how: c.AnyCommand) -> None:
    state = State()
    state.data.scope = "t.main"
    told: list[c.AnyCommand] = [
        c.PublishDirectory(directory=small_centre(agents=5)),
        c.MediaPresence(up=True),
        c.LogIn(agent="105", session="s", device="d"),
        c.DevicePresence(device="d", up=True),
        c.SetReady(agent="105"),
        c.Arrive(interaction="t.main.i1", medium="voice", entry_point="direct", leg="i1"),
    ]

    def give(command: c.AnyCommand) -> None:
        decide(state, c.Envelope(id=f"c{state.data.now}", actor="test", command=command), state.data.now + 1_000)

    for command in told:
        give(command)
    (first,) = state.data.offers.values()
    since = state.data.interactions["t.main.i1"].since
    give(how)
    assert not state.data.offers
    assert state.agent("105").ready
    give(c.DevicePresence(device="d", up=True))
    (second,) = state.data.offers.values()
    assert second.agent == first.agent == "105"
    assert second.id != first.id, "a new leg"
    assert state.data.interactions["t.main.i1"].since == since
