"""Random times by distribution: each purpose has a stream of its own, so two scenarios meet the same customers."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt
from random import Random
from typing import Literal

import msgspec


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """A distribution of times in seconds."""

    kind: Literal["exponential", "lognormal", "gamma", "constant", "observed"] = "exponential"
    mean_s: float = 0.0
    spread: float = 1.0
    """Standard deviation as a share of the mean, for ``lognormal`` and ``gamma``."""
    observed_s: tuple[float, ...] = ()
    """For ``observed``: drawn with equal chances."""

    def mean(self) -> float:
        """Return the mean in seconds."""
        return sum(self.observed_s) / len(self.observed_s) if self.kind == "observed" else self.mean_s


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
        case "observed":
            return lambda: round(chance.choice(times.observed_s) * 1000)
        case _:
            return lambda: round(chance.expovariate(1) * mean)
