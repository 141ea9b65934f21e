"""Answers to who looks at those who wait: the heads of lines, and who could take one. Costs by the rows asked for."""

from __future__ import annotations

from itertools import islice

from hollyhock.contracts.waiting import (
    MOST_LINES,
    MOST_ROWS,
    MOST_TAKERS,
    Taker,
    TakersAnswer,
    TakersAsk,
    Waiting,
    WaitingAnswer,
    WaitingAsk,
)
from hollyhock.core.data import Interaction
from hollyhock.core.estimates import expected_wait
from hollyhock.core.state import State
from hollyhock.core.why import sentence, why_not, why_waiting


def waiting(state: State, ask: WaitingAsk) -> WaitingAnswer:
    """Return the heads of the lines asked for, then the interactions asked for by name."""
    lines, open_ones = state.index.lines, state.data.interactions
    most = max(0, min(ask.most, MOST_ROWS))
    found = [
        open_ones.get(place[3])
        for queue in ask.queues[:MOST_LINES]
        for place in islice(lines.queues.get(queue, ()), most)
    ]
    found += [open_ones.get(identifier) for identifier in ask.interactions[:MOST_ROWS]]
    return WaitingAnswer(tuple(_row(state, it) for it in found if it is not None and it.phase == "waiting"))


def takers(state: State, ask: TakersAsk) -> TakersAnswer:
    """Return who could take an interaction that waits, best first."""
    it = state.interaction(ask.interaction)
    if it is None or it.phase != "waiting":
        return TakersAnswer()
    found = [_taker(state, it, code) for code in ask.agents[:MOST_TAKERS] if code in state.book.agents]
    return TakersAnswer(tuple(sorted(found, key=lambda one: (bool(one.why_not), not one.serves, one.agent))))


def _row(state: State, it: Interaction) -> Waiting:
    why, position = why_waiting(state, it), state.index.lines.position(it)
    low, high = expected_wait(state, it, position) or (None, None)
    agent = state.book.agents.get(why.agent)
    return Waiting(
        interaction=it.id,
        queue=it.queue,
        medium=it.medium,
        language=it.language,
        position=position,
        entered=it.entered,
        since=it.since,
        priority=it.priority,
        ring=it.ring,
        why=why,
        says=sentence(why, agent.name if agent else ""),
        low_ms=low,
        high_ms=high,
    )


def _taker(state: State, it: Interaction, code: str) -> Taker:
    return Taker(
        agent=code,
        name=state.book.agents[code].name,
        serves=state.book.serves(code, it.queue),
        why_not=why_not(state, code, it.medium),
    )
