"""Turns of rings that choose by weight: drawn when an agent becomes free."""

from __future__ import annotations

from hollyhock.core.data import Agent
from hollyhock.core.state import State
from hollyhock.core.strategies import draw


def take_turn(state: State, agent: Agent) -> None:
    """Draw an agent's turn anew."""
    entry = state.book.agents.get(agent.code)
    if state.book.draws and entry is not None:
        agent.drawn = draw(agent, entry.weight, state.data.drawn)
