"""Calls that the standby extension served are recorded as of the time when they came."""

from __future__ import annotations

import pytest

from hollyhock.contracts.commands import Envelope, VoicemailImported
from hollyhock.contracts.events import InteractionArrived, InteractionClosed
from hollyhock.core.machine import decide
from hollyhock.core.state import State


@pytest.mark.parametrize(("taken_at", "came"), [(5_000, 5_000), (9_999_999, 7_200_000)])
def test_the_caller_came_when_the_message_was_taken_but_never_later_than_now(taken_at: int, came: int) -> None:
    fact = VoicemailImported(
        interaction="demo.main.i1", entry_point="hotline", sound="", duration_ms=0, taken_at=taken_at
    )
    events = decide(State(), Envelope(id="c1", actor="standby", command=fact), 7_200_000)
    assert [type(event) for event in events] == [InteractionArrived, InteractionClosed]
    assert isinstance(events[0], InteractionArrived)
    assert events[0].came == came
