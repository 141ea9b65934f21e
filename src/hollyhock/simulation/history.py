"""What the journal tells of customers: when each joined a line, how long they waited, talked, gave work afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import msgspec

from hollyhock.contracts import events as ev
from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.journal import Entry
from hollyhock.simulation.chance import Times
from hollyhock.simulation.scenario import Arrivals, Scenario

FEWEST = 20
"""Observations before a history says anything of a distribution."""


class Past(msgspec.Struct, kw_only=True):
    """One stay of an interaction in a line, and what followed; times in epoch and plain milliseconds."""

    interaction: str
    queue: str
    medium: str
    joined: int
    wait_ms: int | None = None
    """None while it lasts."""
    outcome: str = ""
    """``answered``, ``abandoned`` or ``flow_out``."""
    answered: int | None = None
    talk_ms: int | None = None
    wrap_ms: int | None = None


def pasts(entries: Iterable[Entry]) -> list[Past]:
    """Return every stay in a line, in the order of joining."""
    media: dict[str, str] = {}
    now: dict[str, Past] = {}
    wraps: dict[tuple[str, str], tuple[Past, int]] = {}
    found: list[Past] = []
    for entry in entries:
        for event in entry.events:
            match event:
                case ev.InteractionArrived():
                    media[event.interaction] = event.medium
                case ev.Queued(interaction=name):
                    past = Past(interaction=name, queue=event.queue, medium=media.get(name, "voice"), joined=entry.at)
                    now[name] = past
                    found.append(past)
                case ev.Dequeued(interaction=name) if name in now:
                    _end(now[name], entry.at, event.outcome)
                case ev.OfferAccepted(interaction=name) if name in now:
                    _end(now[name], entry.at, "answered")
                    now[name].answered = entry.at
                case ev.ConnectionCleared(interaction=name) if name in now:
                    _talked(now[name], entry.at)
                case ev.WrapUpStarted(interaction=name) if name in now:
                    wraps[event.agent, name] = (now[name], entry.at)
                case ev.WrapUpFinished(interaction=name) if (event.agent, name) in wraps:
                    past, began = wraps.pop((event.agent, name))
                    past.wrap_ms = entry.at - began
                case _:
                    pass
    return found


def _end(past: Past, at: int, outcome: str) -> None:
    past.wait_ms, past.outcome = at - past.joined, outcome


def _talked(past: Past, at: int) -> None:
    if past.answered is not None:
        past.talk_ms = at - past.answered


def patience_of(found: Iterable[Past]) -> Times | None:
    """Return the distribution of patience, corrected for those who were answered before they could give up.

    The estimator is Kaplan and Meier's (Journal of the American Statistical Association 53, 1958). Who has waited
    longer than anybody who gave up has no known end: they are given endless patience. None when nobody gave up.
    """
    waits = sorted((p.wait_ms, p.outcome == "abandoned") for p in found if p.wait_ms is not None)
    if not any(gave_up for _, gave_up in waits):
        return None
    steps: list[tuple[float, float]] = []
    staying, left = 1.0, len(waits)
    for wait_ms, gave_up in waits:
        if gave_up:
            staying *= 1 - 1 / left
            steps.append((wait_ms / 1000, 1 - staying))
        left -= 1
    return Times(kind="curve", curve=tuple(steps))


def with_history(scenario: Scenario, found: list[Past]) -> Scenario:
    """Return the scenario with every distribution of kind ``history`` replaced by what was observed.

    Raise ``Invalid`` naming the queue where fewer than ``FEWEST`` contacts are known.
    """
    arrivals = {code: _observed(code, rules, found) for code, rules in scenario.arrivals.items()}
    return msgspec.structs.replace(scenario, arrivals=arrivals)


def _observed(code: str, rules: Arrivals, found: list[Past]) -> Arrivals:
    mine = [past for past in found if past.queue == code]
    talk, wrap_up, patience = rules.talk, rules.wrap_up, rules.patience
    if talk.kind == "history":
        talk = _drawn(code, "talk", [p.talk_ms for p in mine])
    if wrap_up.kind == "history":
        wrap_up = _drawn(code, "wrap_up", [p.wrap_ms for p in mine])
    if patience is not None and patience.kind == "history":
        patience = patience_of(mine)
    return msgspec.structs.replace(rules, talk=talk, wrap_up=wrap_up, patience=patience)


def _drawn(code: str, name: str, values: list[int | None]) -> Times:
    known = tuple(value / 1000 for value in values if value is not None)
    if len(known) < FEWEST:
        raise Invalid(
            field=f"arrivals.{code}.{name}",
            field_name=f"{code}.{name}",
            remedy_zh=f"日志中只有 {len(known)} 次，至少需要 {FEWEST} 次；请改填分布",
            remedy_en=f"the journal has {len(known)} of them and {FEWEST} are needed: give a distribution instead",
        )
    # A thousand of them, evenly taken, say as much as all.
    step = ceil(len(known) / 1000)
    return Times(kind="observed", observed_s=tuple(sorted(known)[::step]))
