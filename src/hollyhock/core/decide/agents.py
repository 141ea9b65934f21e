"""Agents log in and out, get ready and not ready; desks and softphones come and go."""

from __future__ import annotations

from hollyhock.contracts.commands import AgentPresence, DevicePresence, LogIn, LogOut, SetNotReady, SetReady
from hollyhock.contracts.errors import Refused, Unknown
from hollyhock.contracts.events import (
    AgentLoggedOff,
    AgentLoggedOn,
    AgentNotReady,
    AgentReady,
    DeskPresence,
    DeviceChanged,
    ReattachRenewed,
    WrapUpFinished,
)
from hollyhock.core.data import Agent
from hollyhock.core.decide.callbacks import agent_lost
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import end_offer, reattach
from hollyhock.core.decide.queueing import stop_waiting_for

GONE_MS = 300_000
"""How long a desk may be disconnected before its agent is logged off."""


@handles(LogIn)
def log_in(d: Decision, command: LogIn) -> None:
    """Log on, come back, or move to another desk; a page that starts anew gets its call anew."""
    if command.agent not in d.state.book.agents:
        raise Unknown(field="agent", what="agent", name=command.agent)
    agent = d.state.agent(command.agent)
    same = agent.logged_on and agent.session == command.session and agent.device == command.device
    if not same:
        d.emit(AgentLoggedOn(agent=agent.code, session=command.session, device=command.device))
    elif not agent.present:
        d.emit(DeskPresence(agent=agent.code, present=True))
    _be_ready_again(d, agent)
    if command.fresh or not same:
        _bring_calls(d, agent)


def _be_ready_again(d: Decision, agent: Agent) -> None:
    """Undo the not-ready that only the silence of the desk had made; what anybody chose meanwhile stands."""
    if not agent.ready and agent.reason == "gone":
        d.emit(AgentReady(agent=agent.code))


def _bring_calls(d: Decision, agent: Agent) -> None:
    if agent.device_up:
        _lose_device(d, agent)
    for held in list(agent.holds):
        it = d.state.data.interactions[held]
        if it.is_call and it.phase in ("connected", "held"):
            reattach(d, it)
        elif it.phase == "dialling":
            agent_lost(d, it, "device_gone")


def _lose_device(d: Decision, agent: Agent) -> None:
    """Note that the softphone is away; what rings there is lost with it, so that nobody must wait for its lease."""
    d.emit(DeviceChanged(agent=agent.code, device=agent.device, up=False))
    for it in (d.state.data.interactions[held] for held in agent.holds):
        if it.phase == "reattaching" and it.agent_leg:
            d.emit(ReattachRenewed(interaction=it.id, leg=""))
    if agent.offer and d.state.data.interactions[d.state.data.offers[agent.offer].interaction].is_call:
        end_offer(d, agent.offer, "withdrawn")


@handles(LogOut)
def log_out(d: Decision, command: LogOut) -> None:
    """Log off, unless interactions are in the agent's hands."""
    agent = _on(d, command.agent)
    if agent.holds:
        raise Refused(why_zh="请先结束手中的联络", why_en="finish what you have in hand first")
    leave(d, agent, "self")


def leave(d: Decision, agent: Agent, cause: str) -> None:
    """Log an agent off: offers go back, after-call work ends."""
    if agent.offer:
        end_offer(d, agent.offer, "withdrawn")
    for interaction in list(agent.wraps):
        finished = "self" if cause == "self" else "forced"
        d.emit(WrapUpFinished(agent=agent.code, interaction=interaction, cause=finished))
    d.emit(AgentLoggedOff(agent=agent.code, cause=cause))
    stop_waiting_for(d, agent.code)


@handles(SetReady)
def set_ready(d: Decision, command: SetReady) -> None:
    """Make ready, or choose ready as what follows the present work."""
    agent = _on(d, command.agent)
    if not agent.ready:
        d.emit(AgentReady(agent=agent.code))


@handles(SetNotReady)
def set_not_ready(d: Decision, command: SetNotReady) -> None:
    """Make not ready with a reason; an offer that rings goes back without blame."""
    agent = _on(d, command.agent)
    if command.reason not in d.state.book.reasons:
        raise Unknown(field="reason", what="not-ready reason", name=command.reason)
    if agent.offer:
        end_offer(d, agent.offer, "withdrawn")
    d.emit(AgentNotReady(agent=agent.code, reason=command.reason))


@handles(DevicePresence)
def device_presence(d: Decision, command: DevicePresence) -> None:
    """Note the softphone; one that comes back while its call waits for it is called at once."""
    agent = d.state.data.agents.get(d.state.index.devices.get(command.device, ""))
    if agent is None or (agent.device_up == command.up and not command.up):
        return
    if not command.up:
        _lose_device(d, agent)
    elif not agent.device_up:
        d.emit(DeviceChanged(agent=agent.code, device=agent.device, up=True))
    waiting = [d.state.data.interactions[held] for held in agent.holds]
    for it in waiting:
        if command.up and it.phase == "reattaching" and not it.agent_leg:
            d.emit(ReattachRenewed(interaction=it.id, leg=d.state.fresh("l")))


@handles(AgentPresence)
def agent_presence(d: Decision, command: AgentPresence) -> None:
    """Note the desk; a gone one gets no offers, and is logged off after a while; one that is back is as it was."""
    agent = d.state.data.agents.get(command.agent)
    if agent is None or not agent.logged_on or agent.session != command.session or agent.present == command.present:
        return
    if not command.present:
        if agent.offer:
            end_offer(d, agent.offer, "withdrawn")
        if agent.ready:
            d.emit(AgentNotReady(agent=agent.code, reason="gone"))
    deadline = None if command.present else d.now + GONE_MS
    d.emit(DeskPresence(agent=agent.code, present=command.present, deadline=deadline))
    if command.present:
        _be_ready_again(d, agent)


def _on(d: Decision, code: str) -> Agent:
    agent = d.state.data.agents.get(code)
    if agent is None or not agent.logged_on:
        raise Refused(why_zh="座席未登录", why_en="the agent is not logged in")
    return agent
