"""Memory with an end: what is remembered of customers is forgotten in the order in which it came."""

from __future__ import annotations

from typing import Protocol, TypeVar


class Dated(Protocol):
    """Something that happened at a moment."""

    @property
    def at(self) -> int:
        """Epoch milliseconds."""


T = TypeVar("T", bound=Dated)


def remember(memory: dict[str, T], key: str, item: T, forget_before: int) -> None:
    """Keep the newest item of a key at the end, and drop what lies before a moment (epoch milliseconds)."""
    memory.pop(key, None)
    memory[key] = item
    while (first := next(iter(memory))) and memory[first].at < forget_before:
        del memory[first]
