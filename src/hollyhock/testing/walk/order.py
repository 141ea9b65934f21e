"""The derived order in words that do not depend on how classes, benches and specs happen to be numbered."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from hollyhock.core.book import Book
from hollyhock.core.index.index import Index
from hollyhock.core.state import State


def out_of_order(state: State) -> list[str]:
    """Return what of the order kept so far is not as the data alone lead to; each named by its part."""
    fresh = State(state.data)
    kept, right = order_of(state, fresh.book), order_of(fresh, fresh.book)
    return [part for part in right if kept[part] != right[part]]


def order_of(state: State, known: Book) -> dict[str, Any]:
    """Return who waits where, who sits where, how many there are and what is due; of benches and classes the known."""
    index, book = state.index, state.book
    benches, classes = {_bench(known, n) for n in range(len(known.benches))}, set(known.classes)
    return {
        **_lines(index, book),
        "standing": {
            name: (_spec(book, one.pool[1]), *one[1:])
            for name in state.data.interactions
            if (one := index.lines.of.get(name)) is not None
        },
        "free": index.benches.free,
        "everyone": index.benches.everyone,
        "dues": list(index.dues.line),
        "devices": index.devices,
        "sitting": {
            name: rows for name, rows in _sitting(index, book).items() if name in benches and any(rows.values())
        },
        **{
            what: {book.classes[n]: count for n, count in counts.items() if count and book.classes[n] in classes}
            for what, counts in (
                ("logged_on", index.benches.logged_on),
                ("ready", index.benches.ready),
                ("serving", index.benches.serving),
            )
        },
    }


def _lines(index: Index, book: Book) -> dict[str, Any]:
    lines = index.lines
    return {
        "pools": {(medium, _spec(book, number)): list(line) for (medium, number), line in lines.pools.items()},
        "closed": lines.closed,
        "places": lines.places,
        "tickets": lines.tickets,
        "rings": {queue: there for queue, rings in lines.rings.items() if (there := _some(rings))},
        **{
            what: {queue: list(line) for queue, line in lists.items() if line}
            for what, lists in (("queues", lines.queues), ("entered", lines.entered), ("resting", lines.resting))
        },
    }


def _some(counts: Mapping[int, int]) -> dict[int, int]:
    return {number: count for number, count in counts.items() if count}


def _sitting(index: Index, book: Book) -> dict[Hashable, dict[Any, list[Any]]]:
    return {_bench(book, number): rows for number, rows in index.benches.seated().items()}


def _bench(book: Book, number: int) -> Hashable:
    bench = book.benches[number]
    return book.classes[bench.wanted], bench.strategy, bench.prefers


def _spec(book: Book, number: int | str) -> Hashable:
    if isinstance(number, str):
        return number
    sources = [(_bench(book, s.bench), s.kind, s.queue, s.limit_ms) for s in book.specs[number].sources]
    return (*sources, book.specs[number].together)
