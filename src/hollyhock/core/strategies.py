"""How a ring chooses among idle agents: each strategy is an order, kept up to date at an agent's changes alone."""

from __future__ import annotations

from math import exp, inf, log
from zlib import crc32

from hollyhock.contracts.routing import SEATS, SITE, TEAM, Requirement, Strategy
from hollyhock.core.classes import SkillClass
from hollyhock.core.data import Agent

OCCUPANCY_MS = 1_800_000
"""Time constant of the remembered occupancy: what was half an hour ago counts a third."""
MARK_MS = 300_000
"""So often the occupancy is counted anew of agents who work and could take more."""
AT_WORK = frozenset({"Busy", "WorkingAfterCall"})
"""Agent states."""
_PREFERRED = 1_000_000
"""More than any sum of levels: who has more of what a ring prefers always comes first."""


def standing(has: dict[str, int], strategy: Strategy, wanted: SkillClass, prefers: tuple[Requirement, ...]) -> int:
    """Return the part of an agent's order that changes with the directory only; the smaller is chosen first."""
    liked = sum(has.get(r.skill, 0) >= r.minimum for r in prefers)
    rank = 0
    if strategy == "most_skilled":
        rank = -sum(max(has.get(r.skill, 0) for r in clause) for clause in wanted)
    elif strategy == "least_skilled":
        rank = sum(level for name, level in has.items() if not name.startswith((TEAM, SITE, *SEATS)))
    return rank - liked * _PREFERRED


def moving(agent: Agent, strategy: Strategy) -> float:
    """Return the part of an idle agent's order that changes with what the agent does; the smaller is chosen first."""
    match strategy:
        case "least_occupied":
            return _occupancy_order(agent)
        case "fewest_handled":
            return agent.handled
        case "round_robin":
            return agent.offered_at
        case "by_weight":
            return agent.drawn
        case _:
            return agent.idle_since


def occupancy(agent: Agent, now: int) -> float:
    """Return an agent's remembered share of time at work, 0 to 1, at a moment since which the state has not changed."""
    kept = exp(-(now - agent.counted) / OCCUPANCY_MS)
    return agent.occupancy * kept + (1 - kept if agent.state in AT_WORK else 0.0)


def _occupancy_order(agent: Agent) -> float:
    # The memory of all idle agents fades alike, so the logarithm keeps their order without being computed anew. Who
    # works and has room for more gets busier instead: that is counted at marks.
    return log(agent.occupancy) + agent.counted / OCCUPANCY_MS if agent.occupancy > 0 else -inf


def draw(agent: Agent, weight: int, clock: float) -> float:
    """Return when, on the clock of draws, it is an agent's turn who becomes free now.

    The first of several exponential clocks is an agent's with a chance in proportion to the weight, and it has no
    memory, so that those who were passed over keep their draw (Feller, An Introduction to Probability Theory and Its
    Applications, volume 2, section I.3).
    The draw is a function of the agent and of the offers had: a replay draws the same.
    """
    uniform = (crc32(f"{agent.code} {agent.offered}".encode()) + 1) / (2**32 + 1)
    return clock - log(uniform) / weight
