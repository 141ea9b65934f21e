"""A snapshot taken in slices: the data as they were at one moment, encoded while they go on changing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.core.data import Data
from hollyhock.core.roll import Roll

_encoder = msgspec.msgpack.Encoder()
_NAMED = ("agents", "interactions", "offers")
"""Mappings of which events say by name what they change."""
_DATED = ("left", "served", "came")
"""Mappings whose values never change, and whose oldest entries are forgotten without a word."""

_PART = 1 << 20
"""Bytes of a piece, roughly."""


class Copy:
    """Encodes data as they are when the copy begins, some entries at a time, to the bytes of encoding them at once.

    What an event is about to change is encoded before it does (``keep``); all else is read when its turn comes.
    """

    def __init__(self, data: Data, head: bytes, roll: Roll) -> None:
        """Begin; ``head`` comes before the encoded data. Only notes what there is, which takes far less."""
        self.parts = [bytearray(head)]
        """Encoded so far, in pieces: one that grew to hundreds of megabytes would be moved at once now and then."""
        self.whole = False
        """All is encoded, and as much as there was."""
        self._roll, self._open = roll.now(), len(data.interactions)
        self._data, self._directory = data, data.directory
        # Last ones first: they are taken off the end, so that nothing is moved, or let go all at once.
        self._keys = {name: list(reversed(getattr(data, name))) for name in ("agents", "offers", *_DATED)}
        self._values = {name: list(reversed(getattr(data, name).values())) for name in _DATED}
        short = [name for name in Data.__struct_fields__ if name not in (*_NAMED, *_DATED, "directory")]
        self._short = {name: _encoder.encode(getattr(data, name)) for name in short}
        self._kept: dict[str, dict[str, bytes]] = {name: {} for name in _NAMED}
        self._pieces = self._encode()

    def step(self, most: int) -> bool:
        """Encode up to ``most`` entries; return True once all are."""
        return sum(1 for _ in islice(self._pieces, most)) < most

    def keep(self, name: str, key: str) -> None:
        """Keep an entry of ``agents``, ``interactions`` or ``offers`` that is about to change or to go."""
        kept, entry = self._kept[name], getattr(self._data, name).get(key)
        if entry is not None and key not in kept:
            kept[key] = _encoder.encode(entry)

    def _encode(self) -> Iterator[None]:
        """Encode piece by piece (MessagePack: a struct is a mapping of its fields)."""
        names = Data.__struct_fields__
        self._add(_mapping(len(names)))
        for name in names:
            self._put(name)
            if name == "interactions":
                self._add(_mapping(self._open))
                yield from self._along_the_roll()
            elif name in self._keys:
                self._add(_mapping(len(self._keys[name])))
                yield from self._named(name) if name in _NAMED else self._dated(name)
            elif name == "directory":
                yield from self._published()
            else:
                self._add(self._short[name])
        self.whole = not self._open

    def _along_the_roll(self) -> Iterator[None]:
        for piece, length in self._roll:
            there = []
            for name in piece[:length]:
                if self._take("interactions", name):
                    there.append(name)
                yield
            piece[:length] = there
            self._open -= len(there)

    def _published(self) -> Iterator[None]:
        """Encode the directory, which never changes, one queue, one agent ... at a time."""
        names = Directory.__struct_fields__
        self._add(_mapping(len(names)))
        for name in names:
            value = getattr(self._directory, name)
            self._put(name)
            if not isinstance(value, tuple):
                self._put(value)
                continue
            self._add(_array(len(value)))
            for item in value:
                self._put(item)
                yield

    def _named(self, name: str) -> Iterator[None]:
        keys = self._keys[name]
        while keys:
            self._take(name, keys.pop())
            yield

    def _take(self, name: str, key: str) -> bool:
        """Encode an entry as it was; return False for one that had gone before."""
        before = self._kept[name].get(key)
        entry = getattr(self._data, name).get(key) if before is None else None
        if before is None and entry is None:
            return False
        self._put(key)
        if before is None:
            self._put(entry)
        else:
            self._add(before)
        return True

    def _dated(self, name: str) -> Iterator[None]:
        keys, values = self._keys[name], self._values[name]
        while keys:
            self._put(keys.pop())
            self._put(values.pop())
            yield

    def _put(self, value: object) -> None:
        _encoder.encode_into(value, self._part(), -1)

    def _add(self, encoded: bytes) -> None:
        self._part().extend(encoded)

    def _part(self) -> bytearray:
        if len(self.parts[-1]) > _PART:
            self.parts.append(bytearray())
        return self.parts[-1]


def _array(length: int) -> bytes:
    """Return what begins an array of so many items, in its shortest form (MessagePack, "array format family")."""
    if length < 1 << 4:
        return bytes((0x90 | length,))
    if length < 1 << 16:
        return b"\xdc" + length.to_bytes(2, "big")
    return b"\xdd" + length.to_bytes(4, "big")


def _mapping(length: int) -> bytes:
    """Return what begins a mapping of so many entries, in its shortest form (MessagePack, "map format family")."""
    if length < 1 << 4:
        return bytes((0x80 | length,))
    if length < 1 << 16:
        return b"\xde" + length.to_bytes(2, "big")
    return b"\xdf" + length.to_bytes(4, "big")
