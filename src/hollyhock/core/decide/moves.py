"""The moves that several commands share: accept, withdraw, clear, close, reattach."""

from __future__ import annotations

from hollyhock.contracts.events import (
    AgentNotReady,
    ConnectionCleared,
    DataAttached,
    Dequeued,
    Established,
    FlowEnded,
    InteractionClosed,
    OfferAccepted,
    OfferEnded,
    Reattaching,
    WrapUpStarted,
)
from hollyhock.core.data import Interaction, Offer
from hollyhock.core.decide.decision import Decision

REATTACH_MS = 15_000
"""How long a customer is kept for an agent whose browser is coming back."""


def accept(d: Decision, offer: Offer, leg: str) -> None:
    """The lease has served: agent and customer are together; who rang with them is let go."""
    withdraw_others(d, offer)
    d.emit(OfferAccepted(offer=offer.id, interaction=offer.interaction, agent=offer.agent))
    d.emit(Established(interaction=offer.interaction, agent=offer.agent, queue=offer.queue, leg=leg))


def withdraw_others(d: Decision, offer: Offer) -> None:
    """Let go who rings together with the one who has accepted."""
    for other in [o for o in d.state.data.interactions[offer.interaction].offers if o != offer.id]:
        end_offer(d, other, "withdrawn")


def end_offer(d: Decision, identifier: str, outcome: str, not_ready: str = "") -> None:
    """End a lease; ``not_ready`` is the reason that the agent gets with it, if any."""
    offer = d.state.data.offers[identifier]
    d.emit(OfferEnded(offer=offer.id, interaction=offer.interaction, agent=offer.agent, outcome=outcome))
    if not_ready and d.state.agent(offer.agent).ready:
        d.emit(AgentNotReady(agent=offer.agent, reason=not_ready))


def clear(d: Decision, it: Interaction, cause: str) -> None:
    """End the agent's part; after-call work follows unless the agent is leaving or the switch was lost."""
    agent, queue = it.agent, d.state.book.queues.get(it.queue)
    d.emit(ConnectionCleared(interaction=it.id, agent=agent, cause=cause))
    if queue is not None and queue.wrap_up_ms and cause not in ("forced", "switch_lost", "reattach_failed"):
        deadline = d.now + queue.wrap_up_ms
        d.emit(WrapUpStarted(agent=agent, interaction=it.id, queue=queue.code, deadline=deadline))


def close(d: Decision, it: Interaction, cause: str) -> None:
    """End the interaction wherever it is: in its flow, waiting, ringing or talking."""
    if it.phase == "closed":
        return
    for offer in list(it.offers):
        end_offer(d, offer, "withdrawn")
    if it.phase == "waiting":
        d.emit(Dequeued(interaction=it.id, queue=it.queue, outcome="abandoned"))
    elif it.agent:
        clear(d, it, cause if cause in ("customer", "agent", "switch_lost") else "customer")
    elif it.node:
        d.emit(FlowEnded(interaction=it.id, outcome="abandoned"))
    d.emit(InteractionClosed(interaction=it.id, cause=cause))


def reattach(d: Decision, it: Interaction, grace_ms: int = REATTACH_MS) -> None:
    """The agent's leg is lost: keep the customer while the softphone comes back."""
    leg = d.state.fresh("l") if d.state.agent(it.agent).device_up else ""
    d.emit(Reattaching(interaction=it.id, agent=it.agent, deadline=d.now + grace_ms, leg=leg))


def set_values(d: Decision, it: Interaction, data: dict[str, str]) -> None:
    """Attach plain values that a flow or an agent sets."""
    if data:
        d.emit(DataAttached(interaction=it.id, data=data))
