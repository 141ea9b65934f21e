"""What a simulation counts: waits, service level, abandonment, occupancy, each with an interval from batch means."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

import msgspec

from hollyhock.core.data import Interaction
from hollyhock.core.estimates import expected_wait
from hollyhock.core.state import State
from hollyhock.simulation.scenario import Scenario
from hollyhock.simulation.streams import Customer

BATCHES = 30
_T_29 = {0.95: 2.045, 0.99: 2.756}
"""Student's t with 29 degrees of freedom, two-sided."""


class Figure(msgspec.Struct, frozen=True):
    """A mean and half the width of its interval."""

    mean: float
    half: float | None
    """None when there were too few observations to tell."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one queue."""

    offered: int
    answered: int
    abandoned: Figure
    service_level: Figure
    asa_s: Figure
    """Mean wait of who was answered."""
    wait_s: Figure
    """Mean wait of all, up to the answer or the giving up."""
    in_range: float | None
    """Share of the answered waits that fell into the range told at arrival."""
    sent_on: int
    """Who left the line for a flow of the centre, which is not simulated."""


class GroupResult(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one skill group: of what its agents answered, and how busy they were."""

    answered: int
    in_time: Figure
    """Share of what they answered that was answered within the target."""
    asa_s: Figure
    occupancy: Figure
    """Share of their time on duty at work."""


class Slot:
    """What happened to those who came in one interval of the day."""

    __slots__ = ("abandoned", "answered", "in_time", "waited_ms")

    def __init__(self) -> None:
        """Start at zero."""
        self.answered = self.in_time = self.abandoned = self.waited_ms = 0


class _Queue:
    def __init__(self) -> None:
        self.offered = 0
        self.waits = array("q")
        """Milliseconds; those who gave up as -1 - wait."""
        self.told: dict[str, tuple[int, int]] = {}
        self.right = self.tried = self.sent_on = 0


class Measures:
    """Counts while the simulation runs, and sums up."""

    def __init__(self, scenario: Scenario) -> None:
        """Start at zero."""
        self._scenario = scenario
        self._skip = int(scenario.calls * scenario.warm_up)
        self._queues = {code: _Queue() for code in scenario.arrivals}
        self._counting = False
        self._from = 0
        self._busy_since: dict[str, int] = {}
        self._busy: Counter[str] = Counter()
        self._staffed: dict[str, tuple[int, int]] = {}
        self._present: Counter[str] = Counter()
        self._by_group: dict[str, array[int]] = {}
        """Group to the waits, in milliseconds, of those whom it answered."""
        self._marks: list[tuple[Counter[str], Counter[str]]] = []
        """Time at work and on duty of each group, between two batches of arrivals."""
        self._batch = max(1, (scenario.calls - self._skip) // BATCHES)
        self._rounds = {code: len(rules.per_hour) for code, rules in scenario.arrivals.items()}
        self.curves = {code: [Slot() for _ in range(number)] for code, number in self._rounds.items()}
        """Queue to what happened in each interval of its curve, all rounds together."""
        self.waits: dict[str, int] = {}
        """Interaction to its wait in milliseconds until the answer, kept when ``keep`` is set."""
        self.keep = False

    # --- told by the driver; times in milliseconds since the beginning ------------------------------------------------

    def arrived(self, queue: str, number: int, group_of: Callable[[str], str], now: int) -> None:
        """Somebody came, the ``number``-th of all."""
        self._counting = number > self._skip
        if self._counting and (number - self._skip - 1) % self._batch == 0:
            self._mark(group_of, now)
        if self._counting:
            self._queues[queue].offered += 1

    def told(self, state: State, it: Interaction) -> None:
        """Somebody must wait: remember the range that they would be told."""
        queue = self._queues.get(it.queue)
        known = expected_wait(state, it, state.index.lines.position(it))
        if queue is not None and known is not None and self._counting:
            queue.told[it.id] = known

    def answered(self, interaction: str, customer: Customer, group: str, now: int) -> None:
        """Somebody is answered by an agent of a group."""
        queue, wait = self._queues[customer.queue], now - customer.at
        if self.keep:
            self.waits[interaction] = wait
        if self._counting:
            queue.waits.append(wait)
            self._by_group.setdefault(group, array("q")).append(wait)
            slot = self._slot(customer)
            slot.answered += 1
            slot.in_time += wait <= self._scenario.target_s * 1000
            slot.waited_ms += wait
        told = queue.told.pop(interaction, None)
        if told is not None:
            queue.tried += 1
            queue.right += told[0] <= wait <= told[1]

    def closed(self, interaction: str, customer: Customer, cause: str, now: int) -> None:
        """An interaction ended; who was never answered has given up or was refused."""
        queue = self._queues[customer.queue]
        if cause in ("abandoned", "busy") and self._counting:
            queue.waits.append(-1 - (now - customer.at))
            self._slot(customer).abandoned += 1
            queue.told.pop(interaction, None)
        elif cause == "failed" and self._counting:
            queue.sent_on += 1

    def busy(self, agent: str, now: int) -> None:
        """An agent begins to work."""
        self._busy_since.setdefault(agent, now)

    def idle(self, agent: str, group: str, now: int) -> None:
        """The work of an agent of a group is over."""
        since = self._busy_since.pop(agent, now)
        self._busy[group] += now - since

    def staffed(self, group: str, agents: int, now: int) -> None:
        """From now on so many of a group are on duty."""
        before = self._staffed.get(group, (0, now))
        self._present[group] += before[0] * (now - before[1])
        self._staffed[group] = (agents, now)

    def end(self, group_of: Callable[[str], str], now: int) -> None:
        """Nothing more happens."""
        for agent in list(self._busy_since):
            self.idle(agent, group_of(agent), now)
        self._mark(group_of, now)

    def _mark(self, group_of: Callable[[str], str], now: int) -> None:
        for group, (agents, _) in list(self._staffed.items()):
            self.staffed(group, agents, now)
        for agent in list(self._busy_since):
            self.idle(agent, group_of(agent), now)
            self.busy(agent, now)
        self._marks.append((self._busy.copy(), self._present.copy()))

    def _slot(self, customer: Customer) -> Slot:
        number = int(customer.at // (self._scenario.interval_s * 1000))
        return self.curves[customer.queue][number % self._rounds[customer.queue]]

    # --- summing up ---------------------------------------------------------------------------------------------------

    def result(self, queue: str, confidence: float = 0.95) -> Result:
        """Return a queue's figures with intervals of ``confidence`` (0.95 or 0.99) from 30 batches."""
        found, target = self._queues[queue], self._scenario.target_s * 1000
        waits = found.waits
        answered = [wait for wait in waits if wait >= 0]
        return Result(
            offered=found.offered,
            answered=len(answered),
            abandoned=_figure([float(wait < 0) for wait in waits], confidence),
            service_level=_figure([float(0 <= wait <= target) for wait in waits], confidence),
            asa_s=_figure([wait / 1000 for wait in answered], confidence),
            wait_s=_figure([(wait if wait >= 0 else -1 - wait) / 1000 for wait in waits], confidence),
            in_range=found.right / found.tried if found.tried else None,
            sent_on=found.sent_on,
        )

    @property
    def groups(self) -> list[str]:
        """The groups that were on duty."""
        return sorted(self._present)

    def of_group(self, group: str, confidence: float = 0.95) -> GroupResult:
        """Return a group's figures, with intervals as ``result`` has them."""
        waits, target = self._by_group.get(group, array("q")), self._scenario.target_s * 1000
        return GroupResult(
            answered=len(waits),
            in_time=_figure([float(wait <= target) for wait in waits], confidence),
            asa_s=_figure([wait / 1000 for wait in waits], confidence),
            occupancy=self._occupancy(group, confidence),
        )

    def _occupancy(self, group: str, confidence: float) -> Figure:
        pairs = [(busy[group], present[group]) for busy, present in self._marks]
        busy, present = (last - first for first, last in zip(pairs[0], pairs[-1], strict=True))
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(pairs)]
        shares = [at_work / on_duty for at_work, on_duty in steps if on_duty]
        mean = busy / present if present else 0.0
        return Figure(mean, _half(shares[:BATCHES], confidence) if len(shares) >= BATCHES else None)


def _figure(values: list[float], confidence: float) -> Figure:
    if not values:
        return Figure(0.0, None)
    size = len(values) // BATCHES
    if size < 2:
        return Figure(fmean(values), None)
    means = [fmean(values[number * size : (number + 1) * size]) for number in range(BATCHES)]
    return Figure(fmean(values), _half(means, confidence))


def _half(means: list[float], confidence: float) -> float:
    return _T_29[confidence] * stdev(means) / sqrt(BATCHES)
