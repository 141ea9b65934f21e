"""The deterministic state machine: decide a command, fold an entry."""

from __future__ import annotations

from hollyhock.contracts.commands import Envelope
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.events import AnyEvent
from hollyhock.core.decide import agents, arrivals, callbacks, calls, domain, leaders, steering, steps, wrapping
from hollyhock.core.decide.decision import HANDLERS, Decision
from hollyhock.core.matching import match
from hollyhock.core.state import State

LOADED = (agents, arrivals, callbacks, calls, domain, leaders, steering, steps, wrapping)
"""Importing these fills the registry of handlers."""


def decide(state: State, envelope: Envelope, now: int) -> tuple[AnyEvent, ...]:
    """Decide a command: return its events, which are applied to ``state`` already.

    The same state, command and time always give the same events. ``now`` is epoch milliseconds; if it lies before the
    last event's time, that time holds. A refusal (``HollyhockError``) changes nothing. A caller that cannot make the
    events durable must fold its state anew from what is durable.
    """
    decision = Decision(state, envelope, now)
    state.data.now = decision.now
    try:
        HANDLERS[type(envelope.command)](decision, envelope.command)
    except HollyhockError as refusal:
        if decision.events:
            raise RuntimeError("a refused command had already decided something") from refusal
        raise
    match(decision)
    return tuple(decision.events)
