"""Calling customers back: an agent takes the ticket, the agent's softphone is called, then the customer, once.

The intent to call is an event, durable before anything is done (``CustomerDialled``). Whatever is lost afterwards, that
attempt is never made again: it ends as not reached, and the ticket is tried again later, as often as the queue says.
"""

from __future__ import annotations

from hollyhock.contracts.commands import DropCallback
from hollyhock.contracts.errors import Refused
from hollyhock.contracts.events import (
    AgentNotReady,
    CallbackTaken,
    ConnectionCleared,
    CustomerDialled,
    CustomerNotReached,
    Dequeued,
    Established,
    InteractionClosed,
    OfferAccepted,
)
from hollyhock.core.data import Interaction, Offer
from hollyhock.core.decide.decision import Decision, handles
from hollyhock.core.decide.moves import clear, end_offer, withdraw_others
from hollyhock.core.decide.queueing import keep_place

AGENT_MS = 20_000
"""How long the softphone of an agent who has taken a ticket may need to come up."""
RING_MS = 45_000
"""How long a customer's telephone rings."""
LATE_MS = 5_000
"""After its time a ringing call has ended even when nobody tells."""


def take(d: Decision, offer: Offer) -> None:
    """Give the ticket to the agent, and call the agent's softphone."""
    withdraw_others(d, offer)
    d.emit(OfferAccepted(offer=offer.id, interaction=offer.interaction, agent=offer.agent))
    deadline = d.now + AGENT_MS
    d.emit(CallbackTaken(interaction=offer.interaction, agent=offer.agent, leg=offer.id, deadline=deadline))


def leg_up(d: Decision, it: Interaction, leg: str) -> None:
    """Call the customer once the agent is there; connect them once the customer is."""
    if leg == it.agent_leg and not it.leg:
        _dial(d, it)
    elif leg and leg == it.leg:
        d.emit(Established(interaction=it.id, agent=it.agent, queue=it.queue, leg=it.agent_leg))


def leg_gone(d: Decision, it: Interaction, leg: str, cause: str) -> None:
    """End the attempt: the customer was not reached, or the agent is gone."""
    if leg and leg == it.leg:
        not_reached(d, it, {"hang_up": "no_answer"}.get(cause, cause))
    elif leg == it.agent_leg:
        agent_lost(d, it, cause)


def agent_lost(d: Decision, it: Interaction, cause: str) -> None:
    """End the attempt because the agent's leg is gone; before the customer was called the ticket keeps its place."""
    if it.leg:
        not_reached(d, it, "switch_lost" if cause == "switch_lost" else "agent")
        return
    agent = it.agent
    back_to_line(d, it, "switch_lost" if cause == "switch_lost" else "unreachable")
    if cause != "switch_lost" and d.state.agent(agent).ready:
        d.emit(AgentNotReady(agent=agent, reason=_NOT_READY.get(cause, "unreachable")))


_NOT_READY = {"no_answer": "no_answer", "refused": "refused", "busy": "refused", "hang_up": "refused"}


def not_reached(d: Decision, it: Interaction, cause: str) -> None:
    """End an attempt without an answer: the agent wraps it up, and it is tried again later or is over."""
    queue = d.state.book.queues.get(it.queue)
    again = d.now + queue.callback.pause_ms if queue is not None and it.tries < queue.callback.tries else None
    d.emit(CustomerNotReached(interaction=it.id, agent=it.agent, cause=cause, again=again))
    clear(d, it, cause if cause in ("switch_lost", "forced") else "not_reached")
    if again is None:
        d.emit(InteractionClosed(interaction=it.id, cause="not_reached"))
    else:
        keep_place(d, it, it.queue, it.since, rests_until=again)


def back_to_line(d: Decision, it: Interaction, cause: str) -> None:
    """Take the ticket from its agent; one for which a call is under way counts as tried."""
    if it.leg:
        not_reached(d, it, cause)
    else:
        d.emit(ConnectionCleared(interaction=it.id, agent=it.agent, cause=cause))
        keep_place(d, it, it.queue, it.since)


def give_up(d: Decision, it: Interaction) -> None:
    """Let time end the attempt: the agent's softphone or the customer has not answered."""
    if it.leg:
        not_reached(d, it, "no_answer")
    else:
        agent_lost(d, it, "no_answer")


@handles(DropCallback)
def drop_callback(d: Decision, command: DropCallback) -> None:
    """Let the agent who has tried it decide that it is not tried again."""
    it = d.state.interaction(command.interaction)
    tried = command.interaction in d.state.agent(command.agent).wraps
    if it is None or not tried or not it.is_ticket or it.phase != "waiting":
        raise Refused(why_zh="该回呼已不在等待", why_en="this call back does not wait any more")
    for offer in list(it.offers):
        end_offer(d, offer, "withdrawn")
    d.emit(Dequeued(interaction=it.id, queue=it.queue, outcome="flow_out"))
    d.emit(InteractionClosed(interaction=it.id, cause="not_reached"))


def _dial(d: Decision, it: Interaction) -> None:
    trunk = d.state.book.way_out(it.entry_point)
    if trunk is None:
        not_reached(d, it, "no_trunk")
        return
    d.emit(
        CustomerDialled(
            interaction=it.id,
            agent=it.agent,
            leg=d.state.fresh("l"),
            trunk=trunk.code,
            attempt=it.tries + 1,
            deadline=d.now + RING_MS + LATE_MS,
        ),
    )
