"""Cards of what changed, for desks and floors; each says only what its own entity decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hollyhock.contracts.views import (
    AgentCard,
    AnyCard,
    HeldInteraction,
    InteractionCard,
    QueueCard,
    RingStand,
    SystemCard,
)
from hollyhock.core.data import Agent, Interaction, Observed
from hollyhock.core.estimates import expected_for_next
from hollyhock.core.state import State
from hollyhock.core.why import why_waiting

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
    _touch_asking(state)
    put += [queue_card(state, code) for code in sorted(index.touched_queues) if code in state.book.queues]
    drop = []
    for code in sorted(index.touched_agents):
        if code in state.book.agents or code in state.data.agents:
            put.append(agent_card(state, code))
        else:
            drop.append(f"agent:{code}")
    drop += [f"queue:{code}" for code in sorted(index.touched_queues) if code not in state.book.queues]
    for identifier in sorted(index.touched_interactions):
        it = state.data.interactions.get(identifier)
        if it is None:
            drop.append(f"interaction:{identifier}")
        else:
            put.append(interaction_card(it, state, personal(identifier)))
    index.forget_touched()
    return put, drop


def _touch_asking(state: State) -> None:
    """Touch the queues for which it counts how many agents a class has: for its figures, or for why somebody waits."""
    index, book = state.index, state.book
    for number in index.benches.changed:
        asking = book.asking.get(number, ())
        index.touched_queues.update(q for q in asking if index.lines.count(q) or book.class_of(q) == number)


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
        skills=entry.skills if entry else {},
        skills_changed=agent.skills is not None,
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
        queued_since=it.since if it.phase == "waiting" else None,
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
        wrapping=tuple(it.wrappers) if it.rests_until is not None else (),
        sound=it.sound,
        recording=bool(it.recording),
    )


def queue_card(state: State, code: str) -> QueueCard:
    """Return a queue's card."""
    index, queue = state.index, state.book.queues[code]
    first = state.book.class_of(code)
    low, high = expected_for_next(state, code) or (None, None)
    seen = state.data.observed.get(code) or Observed()
    return QueueCard(
        key=f"queue:{code}",
        queue=code,
        waiting=index.lines.count(code),
        oldest_since=index.lines.oldest(code),
        logged_in=index.benches.logged_on.get(first, 0),
        ready=index.benches.ready.get(first, 0),
        why=_why_first(state, code),
        rings=_rings(state, code),
        low_ms=low,
        high_ms=high,
        forecasts=seen.forecasts,
        right=seen.right,
        service_level_ms=queue.service_level_ms,
    )


def _why_first(state: State, code: str) -> str:
    first = state.index.lines.first(code)
    return why_waiting(state, state.data.interactions[first[3]]).reason if first else ""


def _rings(state: State, code: str) -> tuple[RingStand, ...]:
    return tuple(_ring(state, code, number) for number in range(len(state.book.queues[code].rings)))


def _ring(state: State, code: str, number: int) -> RingStand:
    ring = state.book.queues[code].rings[number]
    if ring.overflow is not None:
        return RingStand(after_ms=ring.after_ms, ends=True)
    lines, benches = state.index.lines, state.index.benches
    # Agents come and go without touching the card of a queue in which nobody waits.
    wanted = state.book.class_of(code, number) if lines.count(code) else -1
    return RingStand(
        after_ms=ring.after_ms,
        waiting=lines.rings.get(code, {}).get(number, 0),
        logged_in=benches.logged_on.get(wanted, 0),
        ready=benches.ready.get(wanted, 0),
    )
