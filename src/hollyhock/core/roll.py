"""Who has come, in order: what a snapshot walks along, so that it need not note half a million names to begin."""

from __future__ import annotations

from collections.abc import Iterable

PIECE = 1_000


class Roll:
    """Names in order of coming, in pieces. Those who have gone stay until somebody who walks along strikes them off."""

    def __init__(self, names: Iterable[str]) -> None:
        """Begin with those who are there."""
        there = list(names)
        self.pieces = [there[start : start + PIECE] for start in range(0, len(there), PIECE)]

    def add(self, name: str) -> None:
        """Somebody has come."""
        if not self.pieces or len(self.pieces[-1]) >= PIECE:
            self.pieces.append([])
        self.pieces[-1].append(name)

    def now(self) -> list[tuple[list[str], int]]:
        """Return the pieces with their present lengths, to be walked along while more names are added."""
        self.pieces = [piece for piece in self.pieces if piece]
        return [(piece, len(piece)) for piece in self.pieces]
