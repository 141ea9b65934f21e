"""Finds the function that applies an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from hollyhock.contracts.events import Event
from hollyhock.core.state import State

E = TypeVar("E", bound=Event)
Function = Callable[[State, E, int], None]


class Applier(NamedTuple):
    """How one type of event changes the state, and what it may change."""

    function: Callable[[State, Event, int], None]
    """Takes state, event and epoch milliseconds."""
    offer: bool
    """The event names an offer; so for ``interaction`` and ``agent``."""
    interaction: bool
    agent: bool


APPLIERS: dict[type[Event], Applier] = {}


def applies(kind: type[E]) -> Callable[[Function[E]], Function[E]]:
    """Register the decorated function for one type of event."""

    def register(function: Function[E]) -> Function[E]:
        names = kind.__struct_fields__
        APPLIERS[kind] = Applier(function, "offer" in names, "interaction" in names, "agent" in names)  # type: ignore[arg-type]
        return function

    return register
