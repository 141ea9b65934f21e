"""Events of an agent: log-in, mode, softphone, desk."""

from __future__ import annotations

from hollyhock.contracts.events import (
    AgentLoggedOff,
    AgentLoggedOn,
    AgentNotReady,
    AgentReady,
    DeskPresence,
    DeviceChanged,
    OccupancyCounted,
    SkillsChanged,
)
from hollyhock.core.apply.registry import applies
from hollyhock.core.data import Agent
from hollyhock.core.state import State
from hollyhock.core.strategies import occupancy


@applies(AgentLoggedOn)
def logged_on(state: State, event: AgentLoggedOn, at: int) -> None:
    """Log on, or move to another desk session; the mode is kept when already logged on."""
    agent = state.data.agents.setdefault(event.agent, Agent(code=event.agent))
    if not agent.logged_on:
        agent.ready, agent.reason, agent.idle_since = False, "logged_on", at
        agent.handled, agent.occupancy = 0, 0.0
    if agent.device != event.device:
        agent.device_up = False
    agent.logged_on, agent.present, agent.gone_at = True, True, None
    agent.session, agent.device = event.session, event.device


@applies(AgentLoggedOff)
def logged_off(state: State, event: AgentLoggedOff, at: int) -> None:
    """Log off."""
    agent = state.agent(event.agent)
    agent.logged_on = agent.present = agent.ready = agent.device_up = False
    agent.session = agent.device = ""
    agent.reason = "" if event.cause == "self" else event.cause
    agent.gone_at = agent.lost_at = None
    if agent.skills is not None:
        _set_skills(state, agent, None)


@applies(SkillsChanged)
def skills_changed(state: State, event: SkillsChanged, at: int) -> None:
    """Other skills, other benches."""
    _set_skills(state, state.agent(event.agent), event.skills)


def _set_skills(state: State, agent: Agent, skills: dict[str, int] | None) -> None:
    agent.skills = skills
    state.book.set_skills(agent.code, skills)
    state.index.benches.forget(agent.code)


@applies(AgentReady)
def ready(state: State, event: AgentReady, at: int) -> None:
    """The mode is ready; idling counts from now."""
    agent = state.agent(event.agent)
    agent.ready, agent.reason, agent.idle_since = True, "", at


@applies(AgentNotReady)
def not_ready(state: State, event: AgentNotReady, at: int) -> None:
    """The mode is not ready."""
    agent = state.agent(event.agent)
    agent.ready, agent.reason = False, event.reason


@applies(DeviceChanged)
def device_changed(state: State, event: DeviceChanged, at: int) -> None:
    """The softphone is there or not; while its agent talks, its absence has a limit."""
    agent = state.agent(event.agent)
    agent.device_up = event.up
    calls = [state.data.interactions[held] for held in agent.holds]
    talking = any(it.is_call and it.phase in ("connected", "held") for it in calls)
    agent.lost_at = at + LOST_AFTER_MS if talking and not event.up else None


@applies(DeskPresence)
def desk_presence(state: State, event: DeskPresence, at: int) -> None:
    """The desk is connected or not."""
    agent = state.agent(event.agent)
    agent.present, agent.gone_at = event.present, event.deadline


@applies(OccupancyCounted)
def occupancy_counted(state: State, event: OccupancyCounted, at: int) -> None:
    """Count the work up to now."""
    agent = state.agent(event.agent)
    agent.occupancy, agent.counted = occupancy(agent, at), at


LOST_AFTER_MS = 8_000
"""A softphone whose socket broke has this long to register again before its call counts as lost with the page."""
