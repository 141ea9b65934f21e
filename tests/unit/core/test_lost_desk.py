"""A desk that is silent for a while: its agent gets nothing meanwhile, and afterwards is what it had chosen to be."""

from __future__ import annotations

import pytest

from hollyhock.contracts import commands as c
from hollyhock.contracts.errors import Unknown

from .centre import SECOND, Centre, queue

SILENT, HEARD = (c.AgentPresence(agent="a1", session="a1", present=present) for present in (False, True))
SAME_PAGE = c.LogIn(agent="a1", session="a1", device="da1", fresh=False)
ANOTHER_DESK = c.LogIn(agent="a1", session="other", device="other")


def centre() -> Centre:
    made = Centre(queue(), agents={"a1": {"sales": 5}})
    made.ready("a1")
    made.give(SILENT)
    return made


@pytest.mark.parametrize("back", [HEARD, SAME_PAGE])
def test_an_agent_who_was_ready_is_ready_again_and_takes_who_waited(back: c.AnyCommand) -> None:
    made = centre()
    agent = made.state.agent("a1")
    assert (agent.ready, agent.reason) == (False, "gone")
    call = made.call()
    made.later(60 * SECOND)
    assert made.offered(call) == []
    made.give(back)
    assert made.offered(call) == ["a1"]


def test_it_may_be_another_desk() -> None:
    made = centre()
    made.give(ANOTHER_DESK)
    assert made.state.agent("a1").ready
    assert made.state.agent("a1").device == "other"


@pytest.mark.parametrize("chosen", [c.ForceNotReady(agent="a1"), c.LogOut(agent="a1")])
def test_what_was_chosen_meanwhile_stands(chosen: c.AnyCommand) -> None:
    made = centre()
    made.give(chosen)
    made.give(HEARD)
    made.give(SAME_PAGE)
    assert not made.state.agent("a1").ready


def test_nobody_is_forced_for_a_reason_that_there_is_not() -> None:
    """With the engine's own word for silence, the next reload would have undone what the leader did."""
    made = centre()
    made.give(HEARD)
    with pytest.raises(Unknown):
        made.give(c.ForceNotReady(agent="a1", reason="gone"))
    assert made.state.agent("a1").ready


def test_who_was_not_ready_stays_so() -> None:
    made = centre()
    made.give(HEARD)
    made.give(c.ForceNotReady(agent="a1"))
    made.give(SILENT)
    made.give(HEARD)
    assert not made.state.agent("a1").ready


def test_whoever_is_silent_for_too_long_is_logged_off_and_begins_anew() -> None:
    made = centre()
    made.later(301 * SECOND)
    assert not made.state.agent("a1").logged_on
    made.give(SAME_PAGE)
    assert (made.state.agent("a1").ready, made.state.agent("a1").reason) == (False, "logged_on")
