"""Memory with an end: what is remembered of customers is forgotten in the order in which it came."""

from __future__ import annotations

from itertools import takewhile
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Something that happened at a moment."""

    @property
    def at(self) -> int:
        """Epoch milliseconds."""


T = TypeVar("T", bound=Dated)


_ONE_IN = 64


def remember(memory: dict[str, T], key: str, item: T, forget_before: int) -> None:
    """Keep the newest item of a key at the end, and now and then drop what lies before a moment (epoch milliseconds).

    Whoever asks looks at the age as well. To find the oldest, a mapping is walked from where its first entry was once:
    done each time, that would cost by how many have gone.
    """
    memory.pop(key, None)
    memory[key] = item
    if item.at % _ONE_IN == 0:
        for old in list(takewhile(lambda name: memory[name].at < forget_before, memory)):
            del memory[old]
