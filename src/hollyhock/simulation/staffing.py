"""How many agents are needed in each interval: by Erlang's formulas, and where skills overlap by simulation."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import msgspec

from hollyhock.simulation import erlang
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.measures import Measures, Slot
from hollyhock.simulation.scenario import Arrivals, Scenario, directory_of

MOST_ROUNDS = 25
"""Simulations before the refinement gives up getting better."""
CALLS = 20_000
"""Of each of them."""


class Target(msgspec.Struct, frozen=True):
    """What is asked for: this share answered within so many seconds."""

    level: float
    within_s: float


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What one queue alone needs in one interval."""

    queue: str
    start_s: float
    per_hour: float
    load: float
    """Erlangs: talk and after-call work that arrive in the time that they take."""
    erlang_c: int
    """Agents, if nobody ever gives up."""
    erlang_a: int | None
    """Agents, if people give up as the scenario says; None where it says nothing."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Agents of each group in each interval, as simulation found them to be enough."""

    groups: dict[str, tuple[int, ...]]
    service_level: dict[str, tuple[float | None, ...]]
    """Queue to the simulated level in each interval; None where nobody came."""
    reached: bool
    """Every queue reaches its target in every interval."""
    rounds: int


def needs(scenario: Scenario, target: Target) -> list[Need]:
    """Return what each queue needs in each interval by Erlang C and Erlang A."""
    found = []
    for code, rules in sorted(scenario.arrivals.items()):
        service_s = rules.talk.mean() + rules.wrap_up.mean()
        for number, per_hour in enumerate(rules.per_hour):
            load = per_hour * service_s / 3600
            found.append(
                Need(
                    queue=code,
                    start_s=number * scenario.interval_s,
                    per_hour=per_hour,
                    load=load,
                    erlang_c=_endless(load, service_s, target),
                    erlang_a=_impatient(load, service_s, rules, target),
                )
            )
    return found


def _endless(load: float, service_s: float, target: Target) -> int:
    return _smallest(
        int(load) + 1 if load else 0,
        lambda agents: erlang.delay(load, agents, service_s, target.within_s).service_level >= target.level,
    )


def _impatient(load: float, service_s: float, rules: Arrivals, target: Target) -> int | None:
    if rules.patience is None or rules.patience.kind == "curve":
        return None
    patience_s = rules.patience.mean()
    return _smallest(
        1 if load else 0,
        lambda agents: (
            erlang.impatience(load, agents, service_s, patience_s, target.within_s).service_level >= target.level
        ),
    )


def _smallest(first: int, enough: Callable[[int], bool]) -> int:
    """Return the smallest number of agents, not below ``first``, that is enough; more is always enough, too."""
    if first == 0:
        return 0
    step, above = 1, first
    while not enough(above):
        above += step
        step *= 2
    below = max(first - 1, above - step)
    while above - below > 1:
        middle = (above + below) // 2
        above, below = (middle, below) if enough(middle) else (above, middle)
    return above


def refine(scenario: Scenario, target: Target, progress: Callable[[int], None] = lambda _round: None) -> Plan:
    """Return how many of each of the scenario's groups are needed, found by simulating, adding and taking away.

    A queue that misses its target gets one more of the group that can serve it and fewest others; where all queues of
    a group are clearly above, one of the group goes. The best plan found is returned, with what it reached.
    """
    intervals = max(len(rules.per_hour) for rules in scenario.arrivals.values())
    staff = _first_guess(scenario, target, intervals)
    best: tuple[int, Plan] | None = None
    for number in range(1, MOST_ROUNDS + 1):
        levels = _levels(_simulated(scenario, staff), scenario)
        short = _short(levels, target, intervals)
        plan = Plan(
            groups={name: tuple(row) for name, row in staff.items()},
            service_level={code: tuple(row) for code, row in levels.items()},
            reached=not short,
            rounds=number,
        )
        agents = sum(map(sum, staff.values()))
        if best is None or (short == 0, -agents) > (best[1].reached, -best[0]):
            best = agents, plan
        progress(number)
        if not _change(scenario, staff, levels, target):
            break
    assert best is not None  # noqa: S101 - there is at least one round
    return best[1]


def _serving(scenario: Scenario, code: str) -> list[str]:
    """Return the groups that have a queue's skill, those with fewest others first."""
    able = [group for group in scenario.groups if code in group.skills]
    return [group.name for group in sorted(able, key=lambda group: (len(group.skills), group.name))]


def _first_guess(scenario: Scenario, target: Target, intervals: int) -> dict[str, list[int]]:
    staff = {group.name: [0] * intervals for group in scenario.groups}
    for need in needs(scenario, target):
        wanted = need.erlang_a if need.erlang_a is not None else need.erlang_c
        able = _serving(scenario, need.queue)
        for place, name in enumerate(able):
            share = ceil(wanted / len(able)) if place == 0 else wanted // len(able)
            staff[name][round(need.start_s / scenario.interval_s)] += share
    return staff


def _simulated(scenario: Scenario, staff: dict[str, list[int]]) -> Measures:
    groups = tuple(msgspec.structs.replace(g, agents=tuple(staff[g.name])) for g in scenario.groups)
    played = msgspec.structs.replace(scenario, groups=groups, calls=min(scenario.calls, CALLS))
    return Simulation(played, directory_of(played)).run()


def _levels(measures: Measures, scenario: Scenario) -> dict[str, list[float | None]]:
    return {code: [_level(slot) for slot in measures.curves[code]] for code in sorted(scenario.arrivals)}


def _level(slot: Slot) -> float | None:
    ended = slot.answered + slot.abandoned
    return slot.in_time / ended if ended else None


def _short(levels: dict[str, list[float | None]], target: Target, intervals: int) -> int:
    rows = [row[number % len(row)] for row in levels.values() for number in range(intervals)]
    return sum(level is not None and level < target.level for level in rows)


_CLEARLY = 0.5
"""Of the way from the target to everybody: above it, somebody may go."""


def _change(
    scenario: Scenario, staff: dict[str, list[int]], levels: dict[str, list[float | None]], target: Target
) -> bool:
    """Add and take away one agent in each interval where that helps; tell whether anything changed."""
    changed, spare = False, target.level + (1 - target.level) * _CLEARLY
    for number in range(len(next(iter(staff.values()), []))):
        now = {code: row[number % len(row)] for code, row in levels.items()}
        missing = [code for code, level in now.items() if level is not None and level < target.level]
        for code in missing:
            if able := _serving(scenario, code):
                staff[able[0]][number] += 1
                changed = True
        if missing:
            continue
        for group in scenario.groups:
            mine = [now.get(code) for code in group.skills if code in now]
            if staff[group.name][number] and all(level is None or level > spare for level in mine):
                staff[group.name][number] -= 1
                changed = True
    return changed
