"""Cards of what changed, for desks and floors; each says only what its own entity decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hollyhock.contracts.views import (
    AgentCard,
    AnyCard,
    HeldInteraction,
    InteractionCard,
    QueueCard,
    SystemCard,
)
from hollyhock.core.data import Agent, Interaction
from hollyhock.core.state import State

PersonalOf = Callable[[str], Mapping[str, str]]
"""Interaction id to its personal values."""


def all_cards(state: State, personal: PersonalOf) -> list[AnyCard]:
    """Return every card of the domain."""
    cards: list[AnyCard] = [system_card(state)]
    cards += [queue_card(state, code) for code in state.book.queues]
    cards += [agent_card(state, code) for code in sorted({*state.book.agents, *state.data.agents})]
    cards += [interaction_card(it, state, personal(it.id)) for it in state.data.interactions.values()]
    return cards


def take_changes(state: State, personal: PersonalOf) -> tuple[list[AnyCard], list[str]]:
    """Return (cards to put, keys to drop) for all that was touched since the last call, and forget what was touched."""
    index = state.index
    put: list[AnyCard] = [system_card(state)] if index.touched_system else []
    if index.benches.changed:
        index.touched_queues.update(q for q in state.book.queues if state.book.class_of(q) in index.benches.changed)
    put += [queue_card(state, code) for code in sorted(index.touched_queues) if code in state.book.queues]
    known = {*state.book.agents, *state.data.agents}
    put += [agent_card(state, code) for code in sorted(index.touched_agents & known)]
    drop = [f"agent:{code}" for code in sorted(index.touched_agents - known)]
    drop += [f"queue:{code}" for code in sorted(index.touched_queues) if code not in state.book.queues]
    for identifier in sorted(index.touched_interactions):
        it = state.data.interactions.get(identifier)
        if it is None:
            drop.append(f"interaction:{identifier}")
        else:
            put.append(interaction_card(it, state, personal(identifier)))
    index.forget_touched()
    return put, drop


def system_card(state: State) -> SystemCard:
    """Return the domain's own card."""
    data = state.data
    return SystemCard(
        key="system",
        directory=data.directory.version,
        switch_up=data.switch_up,
        journal_full=data.journal_full,
    )


def agent_card(state: State, code: str) -> AgentCard:
    """Return an agent's card."""
    entry = state.book.agents.get(code)
    agent = state.agent(code)
    return AgentCard(
        key=f"agent:{code}",
        agent=code,
        name=entry.name if entry else code,
        team=entry.team if entry else "",
        site=entry.site if entry else "",
        state=agent.state,
        since=agent.since,
        reason=agent.reason if not agent.ready else "",
        next_mode=("ready" if agent.ready else "not_ready") if agent.logged_on else "",
        session=agent.session,
        device=agent.device,
        device_up=agent.device_up,
        present=agent.present,
        alerting=bool(agent.offer),
        alerting_since=state.data.offers[agent.offer].made if agent.offer else None,
        holds=tuple(_holds(state, agent)),
    )


def _holds(state: State, agent: Agent) -> list[HeldInteraction]:
    held = []
    if agent.offer:
        offer = state.data.offers[agent.offer]
        held.append(HeldInteraction(interaction=offer.interaction, phase="offered", deadline=offer.deadline))
    for identifier in agent.holds:
        it = state.data.interactions[identifier]
        deadline = it.reattach_deadline if it.phase == "reattaching" else None
        held.append(
            HeldInteraction(interaction=identifier, phase=it.phase, deadline=deadline, code=it.code, queue=it.queue)
        )
    for identifier, wrap in agent.wraps.items():
        held.append(
            HeldInteraction(
                interaction=identifier, phase="wrapping_up", deadline=wrap.deadline, code=wrap.code, queue=wrap.queue
            ),
        )
    return held


def interaction_card(it: Interaction, state: State, personal: Mapping[str, str]) -> InteractionCard:
    """Return an interaction's card."""
    offers = [state.data.offers[offer] for offer in it.offers]
    offer = offers[0] if offers else None
    phase = "wrapping_up" if it.phase == "closed" else "offered" if offer else it.phase
    return InteractionCard(
        key=f"interaction:{it.id}",
        interaction=it.id,
        medium=it.medium,
        phase=phase,
        phase_since=it.phase_since,
        arrived=it.arrived,
        entry_point=it.entry_point,
        language=it.language,
        data=dict(it.data),
        personal=dict(personal),
        node=it.node,
        queue=it.queue,
        queued_since=_waits_since(it) if it.phase == "waiting" else None,
        waited_ms=it.waited_ms,
        priority=it.priority,
        position=it.position,
        agent=offer.agent if offer else it.agent or (it.wrappers[-1] if it.phase == "closed" else ""),
        offer=offer.id if offer else "",
        ringing={each.agent: each.id for each in offers},
        offer_deadline=offer.deadline if offer else None,
        # What is no call is accepted by a command: no leg will come.
        leg=offer.id if offer and it.is_call else it.agent_leg,
        tries=it.tries,
        rests_until=it.rests_until,
        sound=it.sound,
        recording=bool(it.recording),
    )


def _waits_since(it: Interaction) -> int:
    """Return since when the customer waits: one who is to be called back, since the call in which that was promised."""
    return it.since if it.is_ticket else it.entered


def queue_card(state: State, code: str) -> QueueCard:
    """Return a queue's card, with why its interactions still wait."""
    index, first = state.index, state.book.class_of(code)
    waiting = index.lines.count(code)
    logged_on, ready = index.benches.logged_on.get(first, 0), index.benches.ready.get(first, 0)
    return QueueCard(
        key=f"queue:{code}",
        queue=code,
        waiting=waiting,
        oldest_since=index.lines.oldest(code),
        logged_in=logged_on,
        ready=ready,
        why=_why(state, logged_on, ready) if waiting else "",
    )


def _why(state: State, logged_on: int, ready: int) -> str:
    if ready:
        return "offered"
    if logged_on:
        return "nobody_ready"
    return "skill_missing" if state.index.benches.everyone else "nobody_logged_in"
