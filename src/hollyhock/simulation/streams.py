"""The customers of a scenario, in order of arrival, each with all that is drawn of them."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heapreplace
from random import Random
from typing import NamedTuple

from hollyhock.simulation.chance import Times, drawer
from hollyhock.simulation.scenario import Arrivals, Scenario


class Customer(NamedTuple):
    """What is drawn of one customer; ``at`` is the arrival in milliseconds since the beginning."""

    queue: str
    at: int
    talk_ms: int
    wrap_ms: int
    patience_ms: int | None


class Customers:
    """A merged stream of all queues' customers. Each queue has streams of its own, so that rules can be compared."""

    def __init__(self, scenario: Scenario) -> None:
        """Begin at zero."""
        self.drawn = 0
        """How many have been drawn so far."""
        self._most = scenario.calls
        self._streams = [_Stream(code, rules, scenario) for code, rules in sorted(scenario.arrivals.items())]
        self._line = [(stream.advance(), number) for number, stream in enumerate(self._streams)]
        heapify(self._line)

    @property
    def over(self) -> bool:
        """All have come."""
        return self.drawn >= self._most

    def next(self) -> Customer | None:
        """Return the next customer, None when all have come."""
        if self.over:
            return None
        at, number = self._line[0]
        stream = self._streams[number]
        heapreplace(self._line, (stream.advance(), number))
        self.drawn += 1
        return Customer(stream.code, round(at), *stream.times())


class _Stream:
    """A Poisson stream whose rate changes by interval."""

    def __init__(self, code: str, rules: Arrivals, scenario: Scenario) -> None:
        self.code = code
        self._per_ms = [rate / 3_600_000 for rate in rules.per_hour]
        self._interval = scenario.interval_s * 1000
        self._chance = Random(f"{scenario.seed} {code} arrivals")  # noqa: S311 - streams that repeat, not secrets
        self._at = 0.0
        self._talk = drawer(rules.talk, f"{scenario.seed} {code} talk")
        self._wrap = drawer(rules.wrap_up, f"{scenario.seed} {code} wrap")
        self._patience = _patience(rules.patience, f"{scenario.seed} {code} patience")

    def advance(self) -> float:
        """Return the next arrival: an exponential amount of rate, spent interval by interval."""
        left = self._chance.expovariate(1)
        while True:
            number = int(self._at // self._interval)
            rate = self._per_ms[number % len(self._per_ms)]
            end = (number + 1) * self._interval
            if rate * (end - self._at) >= left:
                self._at += left / rate
                return self._at
            left -= rate * (end - self._at)
            self._at = end

    def times(self) -> tuple[int, int, int | None]:
        """Return talk, after-call work and patience of the customer at hand."""
        return self._talk(), self._wrap(), self._patience()


def _patience(times: Times | None, seed: str) -> Callable[[], int | None]:
    return drawer(times, seed) if times is not None else lambda: None
