"""Expected wait as a range, from what was observed: handling times and the people who serve."""

from __future__ import annotations

from math import sqrt

from hollyhock.core.data import Data, Interaction, Observed
from hollyhock.core.state import State

ENOUGH = 3
"""Handled interactions before a queue's mean says anything."""
_WEIGHT = 0.1
"""Newest observation's share of the decayed mean."""
_LOW, _HIGH = -1.04, 1.28
"""Normal quantiles of the range: 15 % and 90 %."""


def observe(data: Data, queue: str, duration_ms: int, *, more: bool = False) -> None:
    """Learn from one handled interaction; ``more``: this is further time of the one counted last (after-call work)."""
    seen = data.observed.setdefault(queue, Observed())
    if more:
        seen.mean_ms += min(_WEIGHT, 1 / max(seen.handled, 1)) * duration_ms
        return
    seen.handled += 1
    seen.mean_ms += max(_WEIGHT, 1 / seen.handled) * (duration_ms - seen.mean_ms)


def expected_wait(state: State, it: Interaction, position: int) -> tuple[int, int] | None:
    """Return (low, high) milliseconds until an agent is free for ``position``; None when too little is known.

    With ``n`` agents at exponential service the wait of position ``p`` is a gamma variable of shape ``p`` and mean
    ``p * mean / n``; its quantiles are taken from the Wilson-Hilferty approximation (PNAS 17, 1931).
    """
    seen = state.data.observed.get(it.queue)
    serving = state.index.benches.logged_on.get(state.book.class_of(it.queue, max(it.ring, 0), it.data), 0)
    if seen is None or seen.handled < ENOUGH or not serving:
        return None
    mean = position * seen.mean_ms / serving
    return round(mean * _factor(position, _LOW)), round(mean * _factor(position, _HIGH))


def _factor(shape: int, quantile: float) -> float:
    third = 1 - 1 / (9 * shape) + quantile / (3 * sqrt(shape))
    return max(third, 0.0) ** 3
