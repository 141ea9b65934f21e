"""What shift leaders do to agents: forced not-ready, forced log-out, unlock."""

from __future__ import annotations

from hollyhock.contracts.commands import ForceLogOut, ForceNotReady, Unlock
from hollyhock.contracts.errors import Refused, Unknown
from hollyhock.contracts.events import AgentNotReady, WrapUpFinished
from hollyhock.core.data import Agent
from hollyhock.core.decide.agents import leave
from hollyhock.core.decide.callbacks import back_to_line
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import clear, end_offer
from hollyhock.core.decide.queueing import requeue_first


@handles(ForceNotReady)
def force_not_ready(d: Decision, command: ForceNotReady) -> None:
    """Make an agent not ready; what is in progress goes on."""
    agent = _logged_on(d, command.agent)
    if command.reason != "forced" and command.reason not in d.state.book.reasons:
        raise Unknown(field="reason", what="not-ready reason", name=command.reason)
    if agent.offer:
        end_offer(d, agent.offer, "withdrawn")
    d.emit(AgentNotReady(agent=agent.code, reason=command.reason))


@handles(ForceLogOut)
def force_log_out(d: Decision, command: ForceLogOut) -> None:
    """Log an agent off; customers in their hands go back to the head of the line."""
    agent = _logged_on(d, command.agent)
    give_back(d, agent)
    leave(d, agent, "forced")


@handles(Unlock)
def unlock(d: Decision, command: Unlock) -> None:
    """Free an agent from whatever holds them; they are not ready until they say otherwise."""
    agent = _logged_on(d, command.agent)
    if agent.offer:
        end_offer(d, agent.offer, "withdrawn")
    give_back(d, agent)
    for interaction in list(agent.wraps):
        d.emit(WrapUpFinished(agent=agent.code, interaction=interaction, cause="forced"))
    d.emit(AgentNotReady(agent=agent.code, reason="forced"))


def give_back(d: Decision, agent: Agent) -> None:
    """Clear what an agent holds and take the customers to the head of their lines."""
    for held in list(agent.holds):
        it = d.state.data.interactions[held]
        if it.phase == "dialling":
            back_to_line(d, it, "forced")
        else:
            clear(d, it, "forced")
            requeue_first(d, it, "forced")


def _logged_on(d: Decision, code: str) -> Agent:
    agent = d.state.data.agents.get(code)
    if agent is None or not agent.logged_on:
        raise Refused(why_zh="座席未登录", why_en="the agent is not logged in")
    return agent
