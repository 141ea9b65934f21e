"""Agents per interval: the formulas' smallest number, and a plan that simulation confirms where skills overlap."""

from __future__ import annotations

import pytest

from hollyhock.simulation import erlang
from hollyhock.simulation.chance import Times
from hollyhock.simulation.scenario import Arrivals, Group, Scenario
from hollyhock.simulation.staffing import Target, needs, refine

TARGET = Target(0.8, 20)


def scenario(*groups: Group) -> Scenario:
    rules = Arrivals(
        per_hour=(40.0, 80.0), talk=Times(mean_s=150), wrap_up=Times(mean_s=30), patience=Times(mean_s=120)
    )
    return Scenario(arrivals={"a": rules, "b": rules}, groups=groups, calls=4_000)


def test_one_agent_fewer_would_not_do() -> None:
    for need in needs(scenario(), TARGET):
        load = need.per_hour * 180 / 3600
        assert need.load == pytest.approx(load)
        enough, fewer = (erlang.delay(load, n, 180, 20).service_level for n in (need.erlang_c, need.erlang_c - 1))
        assert enough >= 0.8 > fewer
        assert need.erlang_a is not None
        a, less = (erlang.impatience(load, n, 180, 120, 20).service_level for n in (need.erlang_a, need.erlang_a - 1))
        assert a >= 0.8 > less
        assert need.erlang_a <= need.erlang_c, "who gives up makes room"


def test_nobody_comes_nobody_is_needed() -> None:
    rules = Arrivals(per_hour=(0.0,), talk=Times(mean_s=150))
    assert [need.erlang_c for need in needs(Scenario(arrivals={"a": rules}), TARGET)] == [0]


def test_sharing_needs_fewer_and_reaches_the_target() -> None:
    shared = scenario(Group(name="both", agents=(0,), skills={"a": 5, "b": 5}))
    plan = refine(shared, TARGET)
    assert plan.reached
    assert all(level is None or level >= 0.8 for row in plan.service_level.values() for level in row)
    apart = sum(need.erlang_a or 0 for need in needs(shared, TARGET))
    assert sum(plan.groups["both"]) < apart
