"""Events of calling back: promised, taken, dialled, not reached, due again."""

from __future__ import annotations

from hollyhock.contracts.events import (
    CallbackDue,
    CallbackPromised,
    CallbackTaken,
    CustomerDialled,
    CustomerNotReached,
)
from hollyhock.core.apply.registry import applies
from hollyhock.core.state import State


@applies(CallbackPromised)
def promised(state: State, event: CallbackPromised, at: int) -> None:
    """Say the last words to the caller."""
    it = state.data.interactions[event.interaction]
    it.farewell, it.visit, it.node_deadline = True, event.visit, event.deadline


@applies(CallbackTaken)
def taken(state: State, event: CallbackTaken, at: int) -> None:
    """The agent has it in hand; it is no talk yet."""
    it = state.data.interactions[event.interaction]
    agent = state.agent(event.agent)
    agent.holds = [*agent.holds, it.id]
    agent.handled += 1
    it.agent, it.agent_leg, it.established = event.agent, event.leg, at
    it.node_deadline, it.rests_until = event.deadline, None
    it.phase, it.phase_since = "dialling", at


@applies(CustomerDialled)
def dialled(state: State, event: CustomerDialled, at: int) -> None:
    """From now on this attempt counts as made."""
    state.data.counter += 1
    it = state.data.interactions[event.interaction]
    it.leg, it.trunk, it.tries, it.node_deadline = event.leg, event.trunk, event.attempt, event.deadline


@applies(CustomerNotReached)
def not_reached(state: State, event: CustomerNotReached, at: int) -> None:
    """It is a ticket again."""
    it = state.data.interactions[event.interaction]
    it.leg = it.trunk = ""


@applies(CallbackDue)
def due(state: State, event: CallbackDue, at: int) -> None:
    """It may be offered again; its rings, and what counts as waiting, begin now."""
    it = state.data.interactions[event.interaction]
    it.entered, it.rests_until = at, None
