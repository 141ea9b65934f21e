"""To whom a call back can be promised: a promise that cannot be kept is worse than waiting."""

from __future__ import annotations

from hollyhock.core.book import Book
from hollyhock.core.data import Interaction

NUMBERS = ("callback_number", "ani")
"""Personal values under which a customer can be called: the number that was given for it, then the one shown."""


def can_be_called(it: Interaction, book: Book) -> bool:
    """Tell whether a caller's number is known and some trunk leads out."""
    known = it.medium == "voice" and any(name in it.personal for name in NUMBERS)
    return known and book.way_out(it.entry_point) is not None
