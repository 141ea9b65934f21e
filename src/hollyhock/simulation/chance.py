"""Random times by distribution: each purpose has a stream of its own, so two scenarios meet the same customers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from math import log, sqrt
from random import Random
from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class Times(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A distribution of times in seconds."""

    kind: Literal["exponential", "lognormal", "gamma", "constant", "observed", "curve", "history"] = "exponential"
    """``history`` stands for what the journal says, and is replaced by it before anything is drawn."""
    mean_s: Annotated[float, Meta(ge=0)] = 0.0
    spread: Annotated[float, Meta(gt=0)] = 1.0
    """Standard deviation as a share of the mean, for ``lognormal`` and ``gamma``."""
    observed_s: tuple[Annotated[float, Meta(ge=0)], ...] = ()
    """For ``observed``: drawn with equal chances."""
    curve: tuple[tuple[float, float], ...] = ()
    """For ``curve``: (seconds, share that lies at or below), rising; what lies beyond the last is endless."""

    def mean(self) -> float:
        """Return the mean in seconds; of a curve, without what lies beyond its end."""
        if self.kind == "curve":
            return sum(s * (share - before) for (s, share), (_, before) in pairwise([*self.curve[::-1], (0.0, 0.0)]))
        return sum(self.observed_s) / len(self.observed_s) if self.kind == "observed" else self.mean_s


ENDLESS_S = 1e7
"""Longer than anything that is simulated waits for."""


def _on_curve(curve: tuple[tuple[float, float], ...], share: float) -> float:
    number = bisect_left(curve, share, key=lambda step: step[1])
    return curve[number][0] if number < len(curve) else ENDLESS_S


def beyond(times: Times, seen_ms: int, share: float) -> int:
    """Return milliseconds on a curve for a share (0 to 1) of those that last longer than ``seen_ms``."""
    before = max((reached for s, reached in times.curve if s * 1000 <= seen_ms), default=0.0)
    return round(_on_curve(times.curve, before + (1 - before) * share) * 1000)


def drawer(times: Times, seed: str) -> Callable[[], int]:
    """Return a function that draws milliseconds, never negative, from a stream named by ``seed``."""
    chance = Random(seed)  # noqa: S311 - a simulation wants streams that repeat, not secrets
    mean = times.mean_s * 1000
    match times.kind:
        case "constant":
            return lambda: round(mean)
        case "lognormal":
            sigma = sqrt(log(1 + times.spread**2))
            centre = log(mean) - sigma**2 / 2
            return lambda: round(chance.lognormvariate(centre, sigma))
        case "gamma":
            shape = 1 / times.spread**2
            return lambda: round(chance.gammavariate(shape, mean / shape))
        case "curve":
            return lambda: round(_on_curve(times.curve, chance.random()) * 1000)
        case "observed":
            return lambda: round(chance.choice(times.observed_s) * 1000)
        case _:
            return lambda: round(chance.expovariate(1) * mean)
