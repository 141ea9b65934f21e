"""What a newer directory changes in the derived order: only what it touches is placed anew, not half a million."""

from __future__ import annotations

from typing import NamedTuple

from hollyhock.core.book import Book
from hollyhock.core.classes import attributes, satisfies
from hollyhock.core.data import Data
from hollyhock.core.strategies import AT_WORK

_FEW = 20
"""So many new classes are looked for agent by agent; with more, all agents sit down anew."""


class Changes(NamedTuple):
    """What two books differ in."""

    queues: frozenset[str]
    """Whose rules are others, or whose calendar is."""
    lines: frozenset[str]
    """Of these, the ones in which somebody may stand elsewhere, or go on at another moment."""
    agents: frozenset[str]
    """Who may sit elsewhere."""


def changes(old: Book, new: Book, data: Data, opened: frozenset[str]) -> Changes:
    """Compare the book that held with the one that follows it; ``opened``: queues that are no longer closed."""
    queues = {code for code in {*old.queues, *new.queues} if _rules(old, code) != _rules(new, code)}
    lines = {code for code in queues if _places(old, code) != _places(new, code)}
    lines |= {code for code in {*old.queues, *new.queues} if old.lines_of(code) != new.lines_of(code)}
    if not old.can_call(new):
        lines |= {code for code in new.queues if _ends_in_a_call_back(new, code)}
    return Changes(frozenset(queues | lines), frozenset(lines | opened), frozenset(_agents(old, new, data)))


def _rules(book: Book, code: str) -> object:
    queue = book.queues.get(code)
    return queue and (queue, book.calendars.get(queue.calendar))


def _places(book: Book, code: str) -> object:
    queue = book.queues.get(code)
    return queue and (queue.rings, queue.ageing)


def _ends_in_a_call_back(book: Book, code: str) -> bool:
    return any(ring.overflow is not None and ring.overflow.kind == "callback" for ring in book.queues[code].rings)


def _agents(old: Book, new: Book, data: Data) -> set[str]:
    found = {code for code in {*old.everybody(), *new.everybody()} if old.entry_of(code) != new.entry_of(code)}
    found |= {code for code, agent in data.agents.items() if agent.skills is not None}
    if old.counts != new.counts:
        found |= {code for code, agent in data.agents.items() if agent.state in AT_WORK}
    wanted = {new.classes[bench.wanted] for bench in new.benches[len(old.benches) :]}
    if len(wanted) > _FEW:
        return found | set(new.everybody())
    for code, entry in new.agents.items() if wanted else ():
        has = attributes(entry)
        if any(satisfies(has, one) for one in wanted):
            found.add(code)
    return found
