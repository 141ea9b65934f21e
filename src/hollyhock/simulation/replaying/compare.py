"""What would have been different, per queue and interval, with how much of it was never observed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean, stdev

import msgspec

from hollyhock.contracts.events import DirectoryPublished
from hollyhock.contracts.journal import Entry
from hollyhock.core.apply.fold import fold
from hollyhock.core.kpi.rules import QueueRule, excerpt
from hollyhock.core.state import State
from hollyhock.simulation.history import Past, pasts
from hollyhock.simulation.replaying.replay import Change, Replay
from hollyhock.simulation.replaying.seen import Window

RUNS = 10
"""Replays with other draws, where something had to be drawn."""
_T_9 = 2.262
"""Student's t with 9 degrees of freedom, 95 %, two-sided."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to those who joined a line in one interval."""

    offered: float = 0
    answered: float = 0
    abandoned: float = 0
    in_time: float = 0
    """Answered within the queue's service level."""
    waited_ms: float = 0
    """Of those answered, all together."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One queue in one interval."""

    queue: str
    start: int
    """Epoch milliseconds."""
    before: Figures
    after: Figures
    """Means over all runs."""
    half: Figures
    """Half widths of the 95 % intervals of the means."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A replay beside the history."""

    exact: bool
    """Every decision was the recorded one: nothing differs, and nothing was drawn."""
    imputed: float
    """Share of the interactions for which something was drawn, mean over the runs."""
    runs: int
    rows: tuple[Row, ...]


def compare(
    entries: Sequence[Entry],
    window: tuple[int, int],
    interval_ms: int,
    change: Change | None = None,
    progress: Callable[[float], None] = lambda _share: None,
) -> Comparison:
    """Replay the entries from the first moment of ``window`` (epoch ms) up to the second, and compare per interval."""
    first, last = window
    scope = _scope(entries)
    before = [entry for entry in entries if entry.at < first]
    inside = [entry for entry in entries if first <= entry.at < last]
    start = State()
    start.data.scope = scope
    for entry in before:
        fold(start, entry)
    seen, body, rules = Window(inside), start.dump(), _rules(entries)
    runs: list[Replay] = []
    while not runs or (runs[0].imputed and len(runs) < RUNS):
        one = Replay(State.restore(body), inside, seen, str(len(runs)))
        if change is not None:
            one.change(change)
        one.run(change)
        runs.append(one)
        progress(len(runs) / RUNS)
    happened = _count(seen.pasts, first, interval_ms, rules)
    replayed = [_count(pasts(run.made), first, interval_ms, rules) for run in runs]
    keys = sorted({*happened, *(key for counts in replayed for key in counts)}, key=lambda key: (key[1], key[0]))
    nothing = Figures()
    return Comparison(
        exact=runs[0].same,
        imputed=fmean(len(run.imputed) for run in runs) / max(1, len(seen.of)),
        runs=len(runs),
        rows=tuple(_row(key, happened.get(key, nothing), [c.get(key, nothing) for c in replayed]) for key in keys),
    )


def _row(key: tuple[str, int], before: Figures, after: list[Figures]) -> Row:
    means, halves = {}, {}
    for name in Figures.__struct_fields__:
        values = [float(getattr(one, name)) for one in after]
        means[name] = fmean(values)
        halves[name] = _T_9 * stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return Row(queue=key[0], start=key[1], before=before, after=Figures(**means), half=Figures(**halves))


def _count(
    found: list[Past], first: int, interval_ms: int, rules: dict[str, QueueRule]
) -> dict[tuple[str, int], Figures]:
    counts: dict[tuple[str, int], dict[str, float]] = {}
    for past in found:
        start = first + (past.joined - first) // interval_ms * interval_ms
        row = counts.setdefault((past.queue, start), dict.fromkeys(Figures.__struct_fields__, 0.0))
        row["offered"] += 1
        if past.outcome == "answered" and past.wait_ms is not None:
            row["answered"] += 1
            row["in_time"] += rules.get(past.queue, QueueRule()).within(past.joined, past.joined + past.wait_ms)
            row["waited_ms"] += past.wait_ms
        elif past.outcome == "abandoned":
            row["abandoned"] += 1
    return {key: Figures(**row) for key, row in counts.items()}


def _rules(entries: Sequence[Entry]) -> dict[str, QueueRule]:
    published = [event for entry in entries for event in entry.events if isinstance(event, DirectoryPublished)]
    return {code: rule for one in published for code, rule in excerpt(one.directory).queues.items()}


def _scope(entries: Sequence[Entry]) -> str:
    """Return ``tenant.domain`` from the first interaction's id."""
    for entry in entries:
        name = getattr(entry.command, "interaction", "")
        if name:
            return ".".join(name.split(".")[:2])
    return ""
