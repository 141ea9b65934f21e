"""A snapshot in slices is what encoding all at once would have been; the walker looks at it under all commands."""

from __future__ import annotations

from hollyhock.core.copying import Copy
from hollyhock.core.data import Interaction
from hollyhock.core.state import State


def centre(names: list[str]) -> State:
    state = State()
    for name in names:
        arrive(state, name)
    return state


def arrive(state: State, name: str) -> None:
    made = Interaction(
        id=name,
        medium="voice",
        entry_point="x",
        leg=name,
        arrived=1,
        language="en",
        data={},
        personal=[],
        phase_since=1,
    )
    state.data.interactions[name] = made
    state.roll.add(name)


def finish(copy: Copy) -> None:
    while not copy.step(7):
        pass


def test_who_comes_changes_and_goes_meanwhile_is_as_at_the_beginning() -> None:
    state = centre([f"i{number}" for number in range(2_500)])
    for number in range(0, 2_500, 3):
        del state.data.interactions[f"i{number}"]
    at_once = state.dump()
    copy = state.begin_copy()
    assert not copy.step(500)
    for name in ("i1", "i2000"):
        copy.keep("interactions", name)
        state.data.interactions[name].phase = "connected"
    copy.keep("interactions", "i2002")
    del state.data.interactions["i2002"]
    arrive(state, "late")
    finish(copy)
    assert copy.whole
    assert b"".join(copy.parts) == at_once
    state.end_copy()
    again, at_once = state.begin_copy(), state.dump()
    finish(again)
    assert b"".join(again.parts) == at_once


def test_those_who_have_gone_are_struck_off() -> None:
    state = centre([f"i{number}" for number in range(5_000)])
    for number in range(4_990):
        del state.data.interactions[f"i{number}"]
    finish(state.begin_copy())
    assert sum(map(len, state.roll.pieces)) == 10


def test_a_name_that_came_twice_costs_one_snapshot() -> None:
    state = centre(["a", "b"])
    del state.data.interactions["a"]
    arrive(state, "a")
    copy = state.begin_copy()
    finish(copy)
    assert not copy.whole
    state.end_copy()
    copy, at_once = state.begin_copy(), state.dump()
    finish(copy)
    assert copy.whole
    assert b"".join(copy.parts) == at_once
