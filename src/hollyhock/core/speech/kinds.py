"""The kinds of read-back, and what the grammar of a language must know to serve them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

Words = tuple[str, ...]
"""What is said, as small sounds in order. Each is a member of the grammar's vocabulary and tells nothing of anybody."""

READ_KINDS = frozenset({"number", "amount", "date", "digits", "text", "place", "minutes"})
"""``number`` an integer; ``amount`` integer fen; ``date`` ISO; ``digits`` one by one; ``text`` as it stands;
``place`` a position in a line, from 1; ``minutes`` a range of whole minutes, ``2-5``."""

MOST = 10**12
"""Largest number that can be read."""


class Grammar(Protocol):
    """How one language says values. Numbers are within plus or minus ``MOST``."""

    joint: str
    """What stands between two words in writing."""

    def vocabulary(self) -> frozenset[str]:
        """Return every word that the other methods can use."""

    def number(self, number: int) -> Words:
        """Say an integer."""

    def amount(self, fen: int) -> Words:
        """Say an amount of money in hundredths of a yuan."""

    def date(self, day: date) -> Words:
        """Say a date of the years 1000 to 9999."""

    def digits(self, digits: str) -> Words:
        """Say digits one by one, as in a telephone number."""

    def place(self, place: int) -> Words:
        """Say a position in a line; the first is 1."""

    def minutes(self, low: int, high: int) -> Words:
        """Say a range of minutes, ``0 <= low <= high`` and ``1 <= high``."""
