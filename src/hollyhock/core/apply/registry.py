"""Finds the function that applies an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hollyhock.contracts.events import Event
from hollyhock.core.state import State

E = TypeVar("E", bound=Event)
Applier = Callable[[State, E, int], None]
APPLIERS: dict[type[Event], Callable[[State, Event, int], None]] = {}
"""Event type to its function (state, event, epoch milliseconds)."""


def applies(kind: type[E]) -> Callable[[Applier[E]], Applier[E]]:
    """Register the decorated function for one type of event."""

    def register(function: Applier[E]) -> Applier[E]:
        APPLIERS[kind] = function  # type: ignore[assignment]
        return function

    return register
