"""What a simulation counts: waits, service level, abandonment, occupancy, each with an interval from batch means."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from statistics import fmean, stdev
from typing import TYPE_CHECKING

import msgspec

from hollyhock.core.data import Interaction
from hollyhock.core.estimates import expected_wait
from hollyhock.core.state import State
from hollyhock.simulation.scenario import Scenario

if TYPE_CHECKING:
    from hollyhock.simulation.driver import Customer

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
        self.right = self.tried = 0


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
        self._rounds = {code: len(rules.per_hour) for code, rules in scenario.arrivals.items()}
        self.curves = {code: [Slot() for _ in range(number)] for code, number in self._rounds.items()}
        """Queue to what happened in each interval of its curve, all rounds together."""
        self.waits: dict[str, int] = {}
        """Interaction to its wait in milliseconds until the answer, kept when ``keep`` is set."""
        self.keep = False

    # --- told by the driver; times in milliseconds since the beginning ------------------------------------------------

    def arrived(self, queue: str, number: int) -> None:
        """Somebody came, the ``number``-th of all."""
        self._counting = number > self._skip
        if self._counting:
            self._queues[queue].offered += 1

    def told(self, state: State, it: Interaction) -> None:
        """Somebody must wait: remember the range that they would be told."""
        queue = self._queues.get(it.queue)
        known = expected_wait(state, it, state.index.lines.position(it))
        if queue is not None and known is not None and self._counting:
            queue.told[it.id] = known

    def answered(self, interaction: str, customer: Customer, now: int) -> None:
        """Somebody is answered."""
        queue, wait = self._queues[customer.queue], now - customer.at
        if self.keep:
            self.waits[interaction] = wait
        if self._counting:
            queue.waits.append(wait)
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
        for group, (agents, _) in list(self._staffed.items()):
            self.staffed(group, agents, now)
        for agent in list(self._busy_since):
            self.idle(agent, group_of(agent), now)

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
        )

    @property
    def groups(self) -> list[str]:
        """The groups that were on duty."""
        return sorted(self._present)

    def occupancy(self, group: str) -> float:
        """Return the share of a group's time on duty that was spent at work, the whole run counted."""
        present = self._present[group]
        return self._busy[group] / present if present else 0.0


def _figure(values: list[float], confidence: float) -> Figure:
    if not values:
        return Figure(0.0, None)
    size = len(values) // BATCHES
    if size < 2:
        return Figure(fmean(values), None)
    means = [fmean(values[number * size : (number + 1) * size]) for number in range(BATCHES)]
    return Figure(fmean(values), _T_29[confidence] * stdev(means) / BATCHES**0.5)
