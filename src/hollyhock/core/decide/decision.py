"""A decision under way: the events so far, already applied, and who handles which command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hollyhock.contracts.commands import Command, Envelope
from hollyhock.contracts.events import AnyEvent
from hollyhock.core.apply.fold import apply
from hollyhock.core.state import State

C = TypeVar("C", bound=Command)


class Decision:
    """Collects events while applying them, so that each further step sees the state that it leads to."""

    def __init__(self, state: State, envelope: Envelope, now: int) -> None:
        """Begin; ``now`` is epoch milliseconds and never runs backwards."""
        self.state = state
        self.now = max(now, state.data.now)
        self.personal = tuple(sorted(envelope.personal)) if envelope.personal else ()
        """Names of the personal values that come with the command."""
        self.events: list[AnyEvent] = []
        self.sent_on: dict[str, int] = {}
        """Interaction to how often full lines have sent it to another flow within this decision."""

    def emit(self, event: AnyEvent) -> None:
        """Decide one event: from here on it holds."""
        apply(self.state, event, self.now)
        self.events.append(event)


Handler = Callable[[Decision, C], None]
HANDLERS: dict[type[Command], Callable[[Decision, Command], None]] = {}
"""Command type to its function."""


def handles(kind: type[C]) -> Callable[[Handler[C]], Handler[C]]:
    """Register the decorated function for one type of command."""

    def register(function: Handler[C]) -> Handler[C]:
        HANDLERS[kind] = function  # type: ignore[assignment]
        return function

    return register
