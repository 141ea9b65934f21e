"""The rules of routing read plainly, by looking at everybody: what the core's own order of things is compared with.

Nothing here uses the core's classes, benches, lines or deadlines: an error in those would not be seen by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hollyhock.contracts.directory import Agent as Entry
from hollyhock.contracts.directory import Queue
from hollyhock.contracts.routing import Requirement, Ring
from hollyhock.core.data import OWN, Agent, Interaction
from hollyhock.core.hours import is_open
from hollyhock.core.state import State

_CALLS = ("voice", "callback")


def is_free(state: State, agent: Agent, medium: str) -> bool:
    """Tell whether an agent could be offered one more of a medium now."""
    idle = agent.logged_on and agent.ready and agent.present and not agent.offer and not agent.wraps
    return idle and may_take(state, agent, medium)


def may_take(state: State, agent: Agent, medium: str) -> bool:
    """Tell whether softphone, capacity and interruptibility let an agent have one more of a medium."""
    entry, wanted = state.book.agents.get(agent.code), "voice" if medium in _CALLS else medium
    if entry is None or (wanted == "voice" and not (agent.device_up and state.data.switch_up)):
        return False
    media = [state.data.interactions[name].medium for name in agent.holds]
    held = ["voice" if other in _CALLS else other for other in media]
    room = held.count(wanted) < entry.capacity.get(wanted, 0)
    return room and all(other == wanted or other in entry.interrupts.get(wanted, ()) for other in held)


def is_able(state: State, agent: Entry, ring: Ring, data: Mapping[str, str]) -> bool:
    """Tell whether an agent has what a ring asks for."""
    if ring.overflow is not None:
        return False
    skills = {skill.code for skill in state.data.directory.skills}
    values = [f"{name}.{data[name]}" for name in ring.by_data if f"{name}.{data.get(name, '')}" in skills]
    return (
        _has_all(agent, ring.requires)
        and all(value in agent.skills for value in values)
        and all(any(_has_all(agent, (one,)) for one in group) for group in ring.any_of if group)
        and (not ring.teams or agent.team in ring.teams)
        and (not ring.sites or agent.site in ring.sites)
    )


def _has_all(agent: Entry, requires: tuple[Requirement, ...]) -> bool:
    return all(one.skill == agent.seat or agent.skills.get(one.skill, 0) >= one.minimum for one in requires)


def may_be_offered(state: State, it: Interaction, entry: Entry) -> bool:
    """Tell whether an agent serves somebody who waits: by the ring, as a reserve, or lent by another queue."""
    queues = {queue.code: queue for queue in state.data.directory.queues}
    queue = queues.get(it.queue)
    if it.ring == OWN:
        return entry.code == it.own
    if queue is None:
        return True
    if is_able(state, entry, ring_of(queue, it), it.data):
        return True
    reserve = queue.reserve
    if reserve is not None and _waited(state, it.queue, reserve.risk_ms) and _has_all(entry, reserve.requires):
        return True
    lenders = [loan for loan in queue.loans if loan.lender in queues and not _waited(state, loan.lender, loan.well_ms)]
    return any(is_able(state, entry, queues[loan.lender].rings[0], {}) for loan in lenders)


def ring_of(queue: Queue, it: Interaction) -> Ring:
    """Return the ring in force for somebody who waits."""
    return queue.rings[min(it.ring, len(queue.rings) - 1)]


def _waited(state: State, queue: str, limit_ms: int) -> bool:
    """Tell whether somebody in a queue who could be served has waited for so long."""
    present = [it for it in standing_in(state, queue) if it.rests_until is None]
    return any(state.data.now - it.entered >= limit_ms for it in present)


def standing_in(state: State, queue: str) -> list[Interaction]:
    """Return all who wait in a queue."""
    return [it for it in state.data.interactions.values() if it.phase == "waiting" and it.queue == queue]


def closed(state: State, queue: Queue | None) -> bool:
    """Tell whether a queue's calendar keeps it closed now."""
    calendars = {calendar.code: calendar for calendar in state.data.directory.calendars}
    calendar = calendars.get(queue.calendar) if queue is not None else None
    return calendar is not None and not is_open(calendar, state.data.now)


def rank(queue: Queue, it: Interaction) -> tuple[int, int]:
    """Return by what somebody comes first: levels of priority are worth a head start, up to the cap; then the order."""
    return it.since - min(it.priority * queue.ageing.level_ms, queue.ageing.cap_ms), it.order


def overslept(state: State) -> Iterator[str]:
    """Yield what should have ended or begun by now."""
    now, queues = state.data.now, {queue.code: queue for queue in state.data.directory.queues}
    for offer in state.data.offers.values():
        if offer.deadline < now:
            yield "the lease of an offer"
    for agent in state.data.agents.values():
        if any(wrap.deadline < now for wrap in agent.wraps.values()):
            yield "after-call work"
        if min(agent.gone_at or now, agent.lost_at or now) < now:
            yield "an agent's absence"
    for it in state.data.interactions.values():
        moments = {
            "flow": it.node_deadline,
            "dialling": it.node_deadline,
            "reattaching": it.reattach_deadline,
            "waiting": it.rests_until,
        }
        if (moment := moments.get(it.phase)) is not None and moment < now:
            yield f"the end of {it.phase}"
        queue = queues.get(it.queue)
        if it.phase == "waiting" and queue is not None and not it.offers and it.rests_until is None:
            yield from _unwidened(queue, it, now)


def _unwidened(queue: Queue, it: Interaction, now: int) -> Iterator[str]:
    if it.ring == OWN:
        if it.own_until < now:
            yield "the wait for the own agent"
    elif it.ring + 1 < len(queue.rings):
        following = queue.rings[it.ring + 1]
        if following.overflow is None and it.entered + following.after_ms < now:
            yield "ring that follows"
