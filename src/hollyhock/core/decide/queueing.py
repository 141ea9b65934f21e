"""Joining a line: who may, at which place, and whom it waits for first."""

from __future__ import annotations

from typing import NamedTuple

from hollyhock.contracts.directory import Queue
from hollyhock.contracts.events import Dequeued, InteractionClosed, Queued, RingReached
from hollyhock.contracts.routing import HIGHEST_PRIORITY, Overflow
from hollyhock.core.data import HEAD, Interaction
from hollyhock.core.decide.decision import Decision
from hollyhock.core.decide.moves import close, end_offer
from hollyhock.core.flows.steps import Enqueue
from hollyhock.core.promise import can_be_called


class Stand(NamedTuple):
    """Where somebody joins a line."""

    priority: int
    since: int
    cause: str
    key: str = ""
    """With which the caller may choose to be called back."""
    rests_until: int | None = None
    least: int = 0
    """Levels that it has already, whatever it gains here."""


_BUSY = Overflow(kind="busy")


def enqueue(d: Decision, it: Interaction, queue: str, priority: int | None, cause: str) -> Overflow | None:
    """Let the interaction wait in a queue, or return where it goes instead.

    A queue that has vanished ends the interaction rather than losing it silently.
    """
    entry = d.state.book.queues.get(queue)
    if entry is None:
        close(d, it, "failed")
        return None
    _join(d, it, entry, Stand(entry.priority if priority is None else priority, d.now, cause))
    return None


def enter(d: Decision, it: Interaction, step: Enqueue) -> Overflow | None:
    """Let an interaction that comes from a flow wait in a queue, or return where it goes instead.

    Only such can be turned away: nobody has served it. Who can be called back is offered the flow's key for it.
    """
    entry = d.state.book.queues.get(step.queue)
    if entry is not None and _is_full(d, it, entry):
        return _when_full(d, it, entry)
    if entry is None:
        return enqueue(d, it, step.queue, step.priority, "flow")
    key = step.callback if step.callback and can_be_called(it, d.state.book) else ""
    _join(d, it, entry, Stand(entry.priority if step.priority is None else step.priority, d.now, "flow", key))
    return None


def overflow_into(d: Decision, it: Interaction, queue: str, since: int, tried: frozenset[str]) -> Overflow | None:
    """Let the interaction wait in another queue as if since a moment, or return where it goes instead."""
    entry = d.state.book.queues.get(queue)
    if entry is None or queue in tried:
        return _BUSY
    # Turned away, a message would be lost.
    if it.medium != "voicemail" and _is_full(d, it, entry):
        return _when_full(d, it, entry)
    # What it had stays, boosts and raises included; they are not counted again.
    had = it.priority if it.priority < HEAD else HIGHEST_PRIORITY
    _join(d, it, entry, Stand(entry.priority, since, "overflow", it.key, least=had))
    return None


def move(d: Decision, it: Interaction, queue: str, priority: int | None, since: int) -> None:
    """Let an interaction go on waiting in another queue; a full one, too, takes whom a person sends."""
    entry = d.state.book.queues[queue]
    _join(d, it, entry, Stand(entry.priority if priority is None else priority, since, "moved", it.key))


def takes_callbacks(d: Decision, queue: str) -> bool:
    """Tell whether one more may be promised a call back: those who wait and those promised are bounded together."""
    entry = d.state.book.queues.get(queue)
    return entry is not None and d.state.index.lines.count(queue) < 2 * entry.entry.most_waiting


def keep_place(
    d: Decision, it: Interaction, queue: str, since: int, priority: int = 0, *, rests_until: int | None = None
) -> None:
    """Let a call back wait in the place of its caller, or wait on in its own; a vanished queue ends it."""
    entry = d.state.book.queues.get(queue)
    if entry is None:
        close(d, it, "failed")
        return
    stand = Stand(max(priority, it.priority, entry.priority), since, "callback", rests_until=rests_until)
    _queued(d, it, entry, stand)


def requeue_first(d: Decision, it: Interaction, cause: str) -> None:
    """Take the interaction back to the head of the queue that it came from."""
    entry = d.state.book.queues.get(it.queue)
    if entry is None:
        close(d, it, "failed")
        return
    _queued(d, it, entry, Stand(HEAD, d.now, cause))


def _is_full(d: Decision, it: Interaction, queue: Queue) -> bool:
    if _ticket_of(d, it, queue) is not None:
        return False  # Who has been promised a call back has a place already, and takes it.
    return d.state.index.lines.count(queue.code) >= queue.entry.most_waiting or _has_places(d, it, queue)


def _has_places(d: Decision, it: Interaction, queue: Queue) -> bool:
    """Tell whether the customer waits there already, as often as one customer may; a call back counts as a call."""
    if not it.customer or not queue.entry.most_per_customer:
        return False
    places, media = d.state.index.lines.places, {it.medium, *(("callback",) if it.medium == "voice" else ())}
    return sum(places.get((queue.code, m, it.customer), 0) for m in media) >= queue.entry.most_per_customer


def _when_full(d: Decision, it: Interaction, queue: Queue) -> Overflow:
    rule = queue.entry.when_full
    # Who has a place already is not promised a second one.
    return _BUSY if rule.kind == "callback" and _has_places(d, it, queue) else rule


def _ticket_of(d: Decision, it: Interaction, queue: Queue) -> Interaction | None:
    """Return the call back that a caller was promised in a queue and still waits for.

    Where a number is no person (``most_per_customer`` is 0) nobody takes another one's.
    """
    if it.medium != "voice" or not it.customer or not queue.entry.most_per_customer:
        return None
    tickets = d.state.index.lines.tickets.get((queue.code, it.customer))
    return d.state.data.interactions[tickets[0]] if tickets else None


def _take_over(d: Decision, ticket: Interaction) -> None:
    """End a call back whose customer has called again."""
    for offer in list(ticket.offers):
        end_offer(d, offer, "withdrawn")
    d.emit(Dequeued(interaction=ticket.id, queue=ticket.queue, outcome="flow_out"))
    d.emit(InteractionClosed(interaction=ticket.id, cause="taken_over"))


def _join(d: Decision, it: Interaction, queue: Queue, stand: Stand) -> None:
    boosts = sum(boost.levels for boost in queue.boosts if it.data.get(boost.name) == boost.value)
    rank, since = max(stand.least, min(stand.priority + boosts, HEAD - 1)), stand.since
    left = d.state.data.left.get(f"{queue.code} {it.medium} {it.customer}") if it.customer else None
    if left is not None and d.now - left.at < queue.entry.return_ms:
        since = min(since, left.since)
    ticket = _ticket_of(d, it, queue)
    if ticket is not None:
        rank, since = max(rank, min(ticket.priority, HEAD - 1)), min(since, ticket.since)
        _take_over(d, ticket)
    # Who hands a customer on is the last agent, but not the one to come back to.
    own = "" if stand.cause == "transfer" else _own_agent(d, it, queue)
    _queued(d, it, queue, Stand(rank, since, stand.cause, stand.key), own)


def _own_agent(d: Decision, it: Interaction, queue: Queue) -> str:
    """Return who is waited for first: the agent that the flow names, or who served the customer last; if logged on."""
    known = it.data.get("agent", "")
    served = d.state.data.served.get(it.customer) if it.customer else None
    if not known and served is not None and d.now - served.at < queue.own.last_agent_ms:
        known = served.agent
    return known if known and queue.own.wait_ms and d.state.agent(known).logged_on else ""


def _queued(d: Decision, it: Interaction, queue: Queue, stand: Stand, own: str = "") -> None:
    d.emit(
        Queued(
            interaction=it.id,
            queue=queue.code,
            priority=stand.priority,
            visit=it.visit + 1,
            since=stand.since,
            own=own,
            own_until=d.now + queue.own.wait_ms if own else 0,
            key=stand.key,
            rests_until=stand.rests_until,
            cause=stand.cause,
        ),
    )


def widen(d: Decision, it: Interaction) -> Overflow | None:
    """Go on to the next ring, or return where the line ends."""
    queue = d.state.book.queues.get(it.queue)
    if queue is None:
        # It waited for its own agent in a queue that has vanished meanwhile: now anybody may take it.
        d.emit(RingReached(interaction=it.id, ring=0))
        return None
    ring = queue.rings[it.ring + 1]
    if ring.overflow is not None:
        return ring.overflow
    raised = min(it.priority + ring.raises, HEAD - 1) if ring.raises and it.priority < HEAD else None
    d.emit(RingReached(interaction=it.id, ring=it.ring + 1, priority=raised))
    return None


def stop_waiting_for(d: Decision, agent: str) -> None:
    """Let those who wait for an agent who leaves be served by everybody."""
    lines = d.state.index.lines
    pools = [pool for pool in lines.pools if pool[1] == agent]
    for place in [place for pool in pools for place in lines.pools[pool]]:
        d.emit(RingReached(interaction=place[3], ring=0))
