"""The figures of reports: counted per interval and code from segments, offers and stays.

Every count lands in the interval of its own event: offered when the queue was entered, answered when the agent
connected, abandoned when the customer left, handled (with its talk, hold and after-call time) when the work was done.
Times of states are cut at the interval's edges.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hollyhock.core.kpi.formulas import Fraction, Served, service_level
from hollyhock.core.kpi.intervals import Grid


class Work(msgspec.Struct, kw_only=True):
    """What agents did, counted when it was done."""

    handled: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    acw_ms: int = 0

    def add(self, talk_ms: int, hold_ms: int, acw_ms: int) -> None:
        """Count one finished agent's segment."""
        self.handled += 1
        self.talk_ms += talk_ms
        self.hold_ms += hold_ms
        self.acw_ms += acw_ms

    @property
    def handle_time(self) -> Fraction:
        """Average handle time as a fraction of milliseconds."""
        return self.talk_ms + self.hold_ms + self.acw_ms, self.handled


class QueueFigures(Work, kw_only=True):
    """One queue in one interval, or a sum of such."""

    offered: int = 0
    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_within: int = 0
    short_abandoned: int = 0
    flow_out: int = 0
    waited_ms: int = 0
    """Waits of the answered, summed."""
    longest_wait_ms: int = 0
    """Of all that left."""

    def left(self, waited_ms: int, outcome: str, *, within: bool, short: bool) -> None:
        """Count one that left the queue."""
        self.longest_wait_ms = max(self.longest_wait_ms, waited_ms)
        if outcome == "answered":
            self.answered += 1
            self.answered_within += within
            self.waited_ms += waited_ms
        elif outcome == "abandoned":
            self.abandoned += 1
            self.abandoned_within += within
            self.short_abandoned += short
        else:
            self.flow_out += 1

    @property
    def speed_of_answer(self) -> Fraction:
        """Average speed of answer as a fraction of milliseconds."""
        return self.waited_ms, self.answered

    def service_level(self, formula: str) -> Fraction:
        """Return the service level by a formula."""
        return service_level(
            formula,
            Served(
                answered=self.answered,
                answered_within=self.answered_within,
                abandoned=self.abandoned,
                abandoned_within=self.abandoned_within,
                short_abandoned=self.short_abandoned,
            ),
        )


class AgentFigures(Work, kw_only=True):
    """One agent in one interval, or a sum of such."""

    offered: int = 0
    """Offers made."""
    answered: int = 0
    refused: int = 0
    expired: int = 0
    withdrawn: int = 0
    failed: int = 0
    transferred: int = 0
    alerting_ms: int = 0
    ready_ms: int = 0
    not_ready_ms: int = 0
    busy_ms: int = 0
    working_after_call_ms: int = 0

    @property
    def occupancy(self) -> Fraction:
        """Handle time over handle time and idle ready time, all cut at the interval's edges."""
        handling = self.busy_ms + self.working_after_call_ms
        return handling, handling + self.ready_ms


OFFER_OUTCOMES = {
    "accepted": "answered",
    "refused": "refused",
    "expired": "expired",
    "withdrawn": "withdrawn",
    "failed": "failed",
}
"""How an offer ended to the figure that counts it."""
STATE_TIMES = {
    "Ready": "ready_ms",
    "NotReady": "not_ready_ms",
    "Busy": "busy_ms",
    "WorkingAfterCall": "working_after_call_ms",
}
"""State to the figure that sums its time; ``Null`` is not measured."""


class Tally(msgspec.Struct):
    """Figures by (interval, code) on a grid; fed with rows in any order."""

    grid: Grid
    queues: dict[tuple[int, str], QueueFigures] = {}
    agents: dict[tuple[int, str], AgentFigures] = {}

    def queue(self, moment: int | None, code: str) -> QueueFigures | None:
        """Return the figures of a queue at a moment; None outside the grid."""
        index = None if moment is None else self.grid.index(moment)
        return None if index is None else self.queues.setdefault((index, code), QueueFigures())

    def agent(self, moment: int | None, code: str) -> AgentFigures | None:
        """Return the figures of an agent at a moment; None outside the grid."""
        index = None if moment is None else self.grid.index(moment)
        return None if index is None else self.agents.setdefault((index, code), AgentFigures())

    def queue_segment(
        self, code: str, began: int, ended: int | None, outcome: str, *, within: bool, short: bool
    ) -> None:
        """Count a queue's segment: as offered where it began, as how it left where it ended."""
        if entered := self.queue(began, code):
            entered.offered += 1
        if (left := self.queue(ended, code)) and ended is not None:
            left.left(ended - began, outcome, within=within, short=short)

    def offer(self, agent: str, made: int, ended: int | None, outcome: str, now: int) -> None:
        """Count an offer where it was made and where it ended, and its ringing time in between."""
        if figures := self.agent(made, agent):
            figures.offered += 1
        if figures := self.agent(ended, agent):
            name = OFFER_OUTCOMES[outcome]
            setattr(figures, name, getattr(figures, name) + 1)
        for figures, spent in self._spent(agent, made, now if ended is None else ended):
            figures.alerting_ms += spent

    def stay(self, agent: str, state: str, began: int, ended: int | None, now: int) -> None:
        """Add an agent's stay in a state; one that lasts is counted up to ``now``."""
        name = STATE_TIMES.get(state)
        if name is None:
            return
        for figures, spent in self._spent(agent, began, now if ended is None else ended):
            setattr(figures, name, getattr(figures, name) + spent)

    def _spent(self, agent: str, began: int, ended: int) -> Iterator[tuple[AgentFigures, int]]:
        for index, spent in self.grid.overlaps(began, ended):
            yield self.agents.setdefault((index, agent), AgentFigures()), spent


def add_up(total: QueueFigures | AgentFigures, part: QueueFigures | AgentFigures) -> None:
    """Add ``part`` to ``total``; the longest of both is kept where a figure is a maximum."""
    for name in total.__struct_fields__:
        mine, other = getattr(total, name), getattr(part, name)
        setattr(total, name, max(mine, other) if name == "longest_wait_ms" else mine + other)
