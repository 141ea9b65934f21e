"""Brings waiting interactions and idle agents together: event-driven, over the pools that changed."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import islice
from typing import NamedTuple

from hollyhock.contracts.events import Excluded, OfferMade, Trace
from hollyhock.contracts.routing import LARGEST_GROUP
from hollyhock.core.book import Source
from hollyhock.core.data import Interaction
from hollyhock.core.decide.decision import Decision
from hollyhock.core.index.lines import Pool
from hollyhock.core.ranking import Place
from hollyhock.core.state import State
from hollyhock.core.strategies import occupancy

DEFAULT_OFFER_MS = 15_000
"""For a queue that has vanished from the directory while somebody waits in it."""


class Found(NamedTuple):
    """Who can be offered an interaction."""

    agents: tuple[str, ...]
    source: str
    bench: int | None


class Choice(NamedTuple):
    """Among how many the choice was made, and who was passed over."""

    candidates: int
    excluded: tuple[Excluded, ...]


def match(d: Decision) -> None:
    """Make every offer that can be made. Only pools that changed are looked at: at rest no pool has both sides.

    The first in line of all changed pools is served first. Each pool is looked at once for each offer made from it.
    """
    data, heads, count = d.state.data, list[tuple[Place, int, Pool]](), 0
    while not data.journal_full:
        index = d.state.index
        for pool in index.dirty:
            if (line := index.lines.pools.get(pool)) is not None:
                count += 1
                heappush(heads, (line[0], count, pool))
        index.dirty.clear()
        if not heads:
            break
        place, _, pool = heappop(heads)
        line = index.lines.pools.get(pool)
        if line is None:
            continue
        if line[0] == place:
            found = search(d.state, pool, d.now)
            if found is None:
                continue
            offer_to(d, data.interactions[place[3]], found)
        d.state.index.dirty.add(pool)
    d.state.index.dirty.clear()


def search(state: State, pool: Pool, now: int) -> Found | None:
    """Return who can be offered the first of a pool at a moment; None when nobody can."""
    medium, number = pool
    if medium in ("voice", "callback") and not state.data.switch_up:
        return None
    benches = state.index.benches
    if isinstance(number, str):
        return Found((number,), "known", None) if medium in benches.free.get(number, ()) else None
    spec = state.book.specs[number]
    for source in spec.sources:
        if source.kind != "own" and not _holds(state, source, now):
            continue
        if spec.together:
            several = tuple(islice(benches.in_order(source.bench, medium), LARGEST_GROUP))
            if several:
                return Found(several, source.kind, source.bench)
        elif (one := benches.first(source.bench, medium)) is not None:
            return Found((one,), source.kind, source.bench)
    return None


def _holds(state: State, source: Source, now: int) -> bool:
    oldest = state.index.lines.oldest(source.queue)
    waited = oldest is not None and now - oldest >= source.limit_ms
    return waited if source.kind == "reserve" else not waited


def offer_to(d: Decision, it: Interaction, found: Found) -> None:
    """Make the offer, or one to each of a group."""
    queue = d.state.book.queues.get(it.queue)
    deadline = d.now + (queue.offer_ms if queue else DEFAULT_OFFER_MS)
    # Looked at once: of a group nobody was passed over for those who ring with them.
    choice = _choice(d, it, found)
    for code in found.agents:
        trace = _trace(d, it, found, code, choice)
        d.emit(
            OfferMade(
                offer=d.state.fresh("o"),
                interaction=it.id,
                agent=code,
                queue=it.queue,
                deadline=deadline,
                trace=trace,
                group=len(found.agents),
            ),
        )


def _trace(d: Decision, it: Interaction, found: Found, code: str, choice: Choice) -> Trace:
    agent, book = d.state.agent(code), d.state.book
    strategy = book.benches[found.bench].strategy if found.bench is not None else "longest_idle"
    return Trace(
        ring=it.ring,
        strategy=strategy,
        source=found.source,
        candidates=choice.candidates,
        idle_ms=d.now - agent.idle_since,
        waited_ms=d.now - it.entered,
        handled=agent.handled,
        occupancy=round(occupancy(agent, d.now), 3),
        excluded=choice.excluded,
    )


def _choice(d: Decision, it: Interaction, found: Found) -> Choice:
    """Count who was passed over, by class counts alone: the decision never walks over the agents."""
    if found.bench is None:
        return Choice(1, ())
    candidates = d.state.index.benches.count(found.bench, it.medium)
    benches, number = d.state.index.benches, d.state.book.benches[found.bench].wanted
    logged_on, ready = benches.logged_on.get(number, 0), benches.ready.get(number, 0)
    counts = {
        "skill": benches.everyone - logged_on,
        "unreachable": max(0, ready - candidates),
        "not_free": logged_on - ready,
    }
    return Choice(candidates, tuple(Excluded(reason, count) for reason, count in counts.items() if count > 0))
