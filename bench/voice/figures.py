"""What is reported: the distribution of many measured times, and the one JSON line."""

from collections.abc import Sequence
from statistics import fmean

import msgspec


class Spread(msgspec.Struct, frozen=True):
    """Mean and percentiles, in milliseconds."""

    mean: float
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Spread":
        """Return the spread of measured seconds; raise ``ValueError`` when nothing was measured."""
        if not seconds:
            raise ValueError("nothing was measured")
        ordered = sorted(seconds)
        picked = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
        return cls(*(round(value * 1000, 2) for value in (fmean(ordered), *picked)))


class Pair(msgspec.Struct, frozen=True):
    """The same measurement on both."""

    ours: Spread
    app_queue: Spread


class CpuPerCall(msgspec.Struct, frozen=True):
    """CPU seconds per routed call: our engine, the switch under us, the switch with its own queue."""

    ours: float
    ours_switch: float
    app_queue: float


class Report(msgspec.Struct, frozen=True):
    """The JSON line."""

    idle_gap_ms: Pair
    offer_ms: Pair
    cpu_s_per_call: CpuPerCall
    fsync_ms: float
    clean_calls_per_s: float
    calls: int
    """Calls that an agent ended, all phases together."""
