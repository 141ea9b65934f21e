"""Expected wait as a range, from what the queue itself has shown: how fast its line moves, and how many give up."""

from __future__ import annotations

from math import log, sqrt

from hollyhock.contracts.events import PositionAnnounced
from hollyhock.core.data import Data, Interaction, Observed
from hollyhock.core.state import State

ENOUGH = 3
"""Observations before a queue's pace says anything."""
_WEIGHT = 0.05
"""Newest observation's share of a decayed mean."""
_LOW, _HIGH = -1.645, 1.645
"""Normal quantiles of the range: 5 % and 95 %, so that with what is not known better than a fifth of its value four of
five waits fall into it."""
_RISE = 1.2
"""An announced wait grows by no more than this without a reason."""


def observe(data: Data, queue: str, duration_ms: int, *, more: bool = False) -> None:
    """Learn from one handled interaction; ``more``: this is further time of the one counted last (after-call work)."""
    seen = data.observed.setdefault(queue, Observed())
    if more:
        seen.mean_ms += _share(seen.handled) * duration_ms
        return
    seen.handled += 1
    seen.mean_ms += _share(seen.handled) * (duration_ms - seen.mean_ms)


def observe_answer(state: State, it: Interaction, at: int) -> None:
    """Learn the pace of a line from one answer: agents' time since the answer before, if somebody waited all the while.

    Also count whether the wait lay in the range announced, so that the forecast's own error is known.
    """
    seen = state.data.observed.setdefault(it.queue, Observed())
    if seen.pressed:
        seen.answers += 1
        work = (at - seen.answered_at) * max(1, serving(state, it))
        seen.pace_ms += _share(seen.answers) * (work - seen.pace_ms)
    # The one who is answered still stands in the line.
    seen.answered_at, seen.pressed = at, state.index.lines.present(it.queue) > 1
    if it.told_high is not None and it.told_low is not None:
        seen.forecasts += 1
        seen.right += it.told_low <= at <= it.told_high


def observe_loss(state: State, it: Interaction) -> None:
    """Learn how soon people give up: one more did, who still stands in the line."""
    seen = state.data.observed.setdefault(it.queue, Observed())
    seen.pressed = seen.pressed and state.index.lines.present(it.queue) > 1
    seen.lost += 1


def observe_wait(data: Data, queue: str, waited_ms: int) -> None:
    """Add time that somebody has stood in a line, however it ended."""
    seen = data.observed.setdefault(queue, Observed())
    seen.waited_ms += waited_ms
    if seen.lost + seen.answers > _MEMORY:
        # Halved now and then: what is long ago counts less.
        seen.waited_ms /= 2
        seen.lost /= 2


_MEMORY = 500


def serving(state: State, it: Interaction) -> int:
    """Return how many agents serve the ring that an interaction is in: ready, or at work and ready afterwards."""
    number = state.book.class_of(it.queue, max(it.ring, 0), it.data)
    return state.index.benches.serving.get(number, 0)


def expected_wait(state: State, it: Interaction, position: int) -> tuple[int, int] | None:
    """Return (low, high) milliseconds until an agent is free for ``position``; None when too little is known.

    With ``n`` agents the line moves by one in exponential steps of mean ``pace / n``, quicker where those ahead give up
    at a rate each: the wait is a sum of exponentials. Its mean and variance make a gamma variable, whose quantiles come
    from the approximation of Wilson and Hilferty (PNAS 17, 1931); the pace itself is known with an error, too.
    """
    return _expected(state, it.queue, serving(state, it), position)


def expected_for_next(state: State, queue: str) -> tuple[int, int] | None:
    """Return the range for somebody who joins a queue now; no time at all while an agent idles for it."""
    waiting, first = state.index.lines.present(queue), state.book.class_of(queue)
    if not waiting and state.index.benches.ready.get(first, 0):
        return 0, 0
    return _expected(state, queue, state.index.benches.serving.get(first, 0), waiting + 1)


def _expected(state: State, queue: str, agents: int, position: int) -> tuple[int, int] | None:
    seen = state.data.observed.get(queue)
    if seen is None or not agents:
        return None
    pace = seen.pace_ms if seen.answers >= ENOUGH else seen.mean_ms if seen.handled >= ENOUGH else 0.0
    if not pace:
        return None
    rate, give_up = agents / pace, seen.lost / seen.waited_ms if seen.waited_ms else 0.0
    mean, variance = _sum_of_steps(position, rate, give_up)
    known = seen.answers if seen.answers >= ENOUGH else seen.handled
    variance += mean**2 * _share(known) / (2 - _share(known))
    return _range(mean, variance)


def announcement(state: State, it: Interaction) -> PositionAnnounced:
    """Return what a waiting customer is told now: never much more than before unless there is a reason to name."""
    position = state.index.lines.position(it)
    agents = serving(state, it)
    low, high = expected_wait(state, it, position) or (None, None)
    reason = ""
    before = it.told_ms
    if high is not None and low is not None and before and high > before * _RISE:
        reason = _reason(it, position, agents)
        if not reason:
            high = round(before * _RISE)
            low = min(low, high)
    return PositionAnnounced(
        interaction=it.id,
        visit=it.visit + 1,
        position=position,
        low_ms=low,
        high_ms=high,
        agents=agents,
        reason=reason,
    )


def _reason(it: Interaction, position: int, agents: int) -> str:
    if it.position is not None and position > it.position:
        return "overtaken"
    return "fewer_agents" if agents < it.told_agents else ""


def _share(count: int) -> float:
    return max(_WEIGHT, 1 / max(count, 1))


def _sum_of_steps(position: int, rate: float, give_up: float) -> tuple[float, float]:
    """Return mean and variance of the sum over k < position of exponentials with rates rate + k give_up."""
    if give_up * position < rate / 1000:
        return position / rate, position / rate**2
    # Euler's formula at half steps: the sum is the integral from -1/2 to position - 1/2.
    first, last = rate - give_up / 2, rate + (position - 0.5) * give_up
    if first <= 0:
        first = rate / 2
    return log(last / first) / give_up, (1 / first - 1 / last) / give_up


def _range(mean: float, variance: float) -> tuple[int, int]:
    shape = mean**2 / variance
    return round(mean * _factor(shape, _LOW)), round(mean * _factor(shape, _HIGH))


def _factor(shape: float, quantile: float) -> float:
    third = 1 - 1 / (9 * shape) + quantile / (3 * sqrt(shape))
    return max(third, 0.0) ** 3
