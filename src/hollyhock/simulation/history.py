"""What the journal tells of customers: when each joined a line, how long they waited, talked, gave work afterwards."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from hollyhock.contracts import events as ev
from hollyhock.contracts.journal import Entry


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
    talk_so_far_ms: int | None = None
    """Of a talk that still lasted when the record ended."""
    wrap_ms: int | None = None
    wrap_so_far_ms: int | None = None


def pasts(entries: Iterable[Entry]) -> list[Past]:
    """Return every stay in a line, in the order of joining."""
    media: dict[str, str] = {}
    now: dict[str, Past] = {}
    wraps: dict[tuple[str, str], tuple[Past, int]] = {}
    found: list[Past] = []
    last = 0
    for entry in entries:
        last = entry.at
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
    _still_last(found, wraps, last)
    return found


def _still_last(found: list[Past], wraps: dict[tuple[str, str], tuple[Past, int]], now: int) -> None:
    for past in found:
        if past.answered is not None and past.talk_ms is None:
            past.talk_so_far_ms = now - past.answered
    for past, began in wraps.values():
        past.wrap_so_far_ms = now - began


def _end(past: Past, at: int, outcome: str) -> None:
    past.wait_ms, past.outcome = at - past.joined, outcome


def _talked(past: Past, at: int) -> None:
    if past.answered is not None:
        past.talk_ms = at - past.answered
