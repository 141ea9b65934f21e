"""Brings waiting interactions and idle agents together: event-driven, over the pools that changed."""

from __future__ import annotations

from hollyhock.contracts.events import Excluded, OfferMade, Trace
from hollyhock.core.decide.decision import Decision
from hollyhock.core.index import Place, Pool


def match(d: Decision) -> None:
    """Make every offer that can be made. Only pools that changed are looked at: at rest no pool has both sides."""
    index, data = d.state.index, d.state.data
    while index.dirty and not data.journal_full:
        best = _first(d)
        if best is None:
            break
        place, pool = best
        _offer(d, pool, place)
    index.dirty.clear()


def _first(d: Decision) -> tuple[Place, Pool] | None:
    """Return the changed pool whose first in line comes before the others' first."""
    index = d.state.index
    heads = []
    for pool in list(index.dirty):
        waiting, idle = index.waiting.get(pool), index.idle.get(pool)
        paused = pool[0] == "voice" and not d.state.data.switch_up
        if waiting and idle and not paused:
            heads.append((waiting[0], pool))
        else:
            index.dirty.discard(pool)
    return min(heads, default=None)


def _offer(d: Decision, pool: Pool, place: Place) -> None:
    index, data, book = d.state.index, d.state.data, d.state.book
    it = data.interactions[place[3]]
    idle = index.idle[pool]
    idle_since, code = idle[0]
    queue = book.queues.get(it.queue)
    deadline = d.now + (queue.offer_ms if queue else DEFAULT_OFFER_MS)
    d.emit(
        OfferMade(
            offer=d.state.fresh("o"),
            interaction=it.id,
            agent=code,
            queue=it.queue,
            deadline=deadline,
            trace=Trace(
                ring=it.ring,
                candidates=len(idle),
                idle_ms=d.now - idle_since,
                waited_ms=d.now - it.entered,
                excluded=_excluded(d, pool, len(idle)),
            ),
        ),
    )


def _excluded(d: Decision, pool: Pool, candidates: int) -> tuple[Excluded, ...]:
    """Count who was passed over, by class counts alone: the decision never walks over the agents."""
    index = d.state.index
    logged_on, ready = index.logged_on.get(pool[1], 0), index.ready.get(pool[1], 0)
    counts = {
        "skill": index.everyone - logged_on,
        "unreachable": max(0, ready - candidates),
        "not_free": logged_on - ready,
    }
    return tuple(Excluded(reason, count) for reason, count in counts.items() if count > 0)


DEFAULT_OFFER_MS = 15_000
"""For a queue that has vanished from the directory while somebody waits in it."""
