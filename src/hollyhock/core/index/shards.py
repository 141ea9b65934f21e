"""A mapping by id that grows in small steps: half a million entries in one table would be moved all at once."""

from __future__ import annotations

from typing import Generic, TypeVar

V = TypeVar("V")
_SHARDS = 64


class Shards(Generic[V]):
    """Many small tables in place of a large one."""

    __slots__ = ("_tables",)

    def __init__(self) -> None:
        """Start empty."""
        self._tables: list[dict[str, V]] = [{} for _ in range(_SHARDS)]

    def get(self, key: str) -> V | None:
        """Return an entry, or None."""
        return self._tables[hash(key) % _SHARDS].get(key)

    def __getitem__(self, key: str) -> V:
        """Return an entry; raise ``KeyError`` for none."""
        return self._tables[hash(key) % _SHARDS][key]

    def __setitem__(self, key: str, value: V) -> None:
        """Keep an entry."""
        self._tables[hash(key) % _SHARDS][key] = value

    def pop(self, key: str) -> V | None:
        """Take an entry out; return it, or None."""
        return self._tables[hash(key) % _SHARDS].pop(key, None)

    def __contains__(self, key: str) -> bool:
        """Tell whether there is an entry."""
        return key in self._tables[hash(key) % _SHARDS]

    def __eq__(self, other: object) -> bool:
        """Tell whether all entries are the same."""
        return isinstance(other, Shards) and self._tables == other._tables

    __hash__ = None  # type: ignore[assignment]
