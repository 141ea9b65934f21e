"""Service level: six formulas for one name; the same hour differs by several points between them.

``within`` means answered or abandoned no later than the threshold after entering the queue.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """The counts that a service level is made of."""

    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_within: int = 0
    short_abandoned: int = 0


Fraction = tuple[int, int]
"""Numerator and denominator, so that totals can be summed."""

FORMULAS: dict[str, Callable[[Served], Fraction]] = {
    "SL1": lambda n: (n.answered_within + n.abandoned_within, n.answered + n.abandoned),
    "SL2": lambda n: (n.answered_within, n.answered),
    "SL3": lambda n: (n.answered_within, n.answered + n.abandoned),
    "SL4": lambda n: (n.answered_within, n.answered + n.abandoned - n.abandoned_within),
    "SL5": lambda n: (n.answered_within + n.short_abandoned, n.answered + n.abandoned),
    "SL6": lambda n: (n.answered_within, n.answered + n.abandoned - n.short_abandoned),
}
"""Name to formula; ``docs/reference/kpi.md`` shows them side by side."""


def service_level(formula: str, served: Served) -> Fraction:
    """Return the service level by a formula as (numerator, denominator); raise ``KeyError`` for an unknown name."""
    return FORMULAS[formula](served)


def ratio(fraction: Fraction) -> float | None:
    """Return the quotient, None where nothing was there to measure."""
    above, below = fraction
    return above / below if below else None
