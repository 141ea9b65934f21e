"""The production core against queueing theory: an independent recursion to the millisecond, and Erlang's formulas."""

from __future__ import annotations

import heapq

import pytest

from hollyhock.simulation import erlang
from hollyhock.simulation.chance import Times
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.measures import Figure, Result
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of
from hollyhock.simulation.streams import Customers
from hollyhock.testing.profile import NIGHTLY

SERVICE_S = 180.0
WAITS = 0.03
"""Largest half width of an interval, as a share of the figure, where the long profile has the calls for it."""


def one_queue(agents: int, occupancy: float, calls: int, **rules: object) -> Scenario:
    talk = Times(mean_s=SERVICE_S)
    arrivals = Arrivals(per_hour=(agents * occupancy * 3600 / SERVICE_S,), talk=talk, **rules)  # type: ignore[arg-type]
    unbounded: dict[str, dict[str, object]] = {"q": {"entry": {"most_waiting": 1_000_000}}}
    group = Group(name="a", agents=(agents,), skills={"q": 1})
    return Scenario(arrivals={"q": arrivals}, groups=(group,), calls=calls, queues=unbounded)


@pytest.mark.parametrize(("agents", "occupancy"), [(10, 0.95), (50, 1.02), (360, 0.99)])
def test_every_wait_equals_the_recursion(agents: int, occupancy: float) -> None:
    """Kiefer and Wolfowitz (Transactions of the AMS 78, 1955): each customer takes the agent who is free first."""
    scenario = one_queue(agents, occupancy, 100_000 if NIGHTLY else 10_000)
    run = Simulation(scenario, directory_of(scenario))
    run.measures.keep = True
    run.run()
    customers, free, expected = Customers(scenario), [0] * agents, []
    while (customer := customers.next()) is not None:
        _, at, talk, _, _ = customer
        begins = max(at, free[0])
        heapq.heapreplace(free, begins + talk)
        expected.append(begins - at)
    assert [run.measures.waits[f"s.main.i{n + 1}"] for n in range(scenario.calls)] == expected
    assert max(expected) > 1_000


def figures(scenario: Scenario) -> Result:
    return Simulation(scenario, directory_of(scenario)).run().result("q", 0.99)


def assert_within(found: Figure, expected: float) -> None:
    assert found.half is not None
    assert abs(found.mean - expected) <= found.half
    if NIGHTLY:
        assert found.half <= WAITS * found.mean


# The more agents and the busier, the longer waits depend on each other, and the more calls a narrow interval needs.
@pytest.mark.parametrize(("agents", "occupancy", "calls"), [(10, 0.8, 4_000_000), (50, 0.9, 20_000_000)])
def test_waits_are_those_of_erlang_c(agents: int, occupancy: float, calls: int) -> None:
    found = figures(one_queue(agents, occupancy, calls if NIGHTLY else 20_000))
    expected = erlang.delay(agents * occupancy, agents, SERVICE_S, 20)
    assert_within(found.asa_s, expected.asa)
    assert_within(found.service_level, expected.service_level)


@pytest.mark.parametrize(("agents", "occupancy", "calls"), [(10, 0.9, 1_000_000), (40, 0.9, 3_000_000)])
def test_abandonment_is_that_of_erlang_a(agents: int, occupancy: float, calls: int) -> None:
    patience = Times(mean_s=120)
    found = figures(one_queue(agents, occupancy, calls if NIGHTLY else 20_000, patience=patience))
    expected = erlang.impatience(agents * occupancy, agents, SERVICE_S, 120, 20)
    assert_within(found.abandoned, expected.abandoned)
    assert_within(found.service_level, expected.service_level)
    assert_within(found.asa_s, expected.asa)


def test_loss_is_that_of_erlang_b() -> None:
    at_once = Times(kind="constant", mean_s=0)
    scenario = one_queue(10, 0.8, 800_000 if NIGHTLY else 20_000, patience=at_once)
    expected = erlang.loss(8.0, 10)
    found = figures(scenario)
    assert_within(found.abandoned, expected)


def test_two_skills_each_are_nearly_as_good_as_all() -> None:
    """Wallace and Whitt (Manufacturing and Service Operations Management 7, 2005): a little flexibility goes far."""
    types, agents, load = 6, 90, 84.0
    names = [f"s{number}" for number in range(types)]

    def waits(skills_each: int) -> float:
        groups = tuple(
            Group(
                name=f"g{number}",
                agents=(agents // types,),
                skills={names[(number + step) % types]: 10 - step for step in range(skills_each)},
            )
            for number in range(types)
        )
        per_hour = (load / types * 3600 / SERVICE_S,)
        arrivals = {name: Arrivals(per_hour=per_hour, talk=Times(mean_s=SERVICE_S)) for name in names}
        scenario = Scenario(
            arrivals=arrivals,
            groups=groups,
            calls=200_000 if NIGHTLY else 12_000,
            queues={name: {"entry": {"most_waiting": 1_000_000}} for name in names},
        )
        measures = Simulation(scenario, directory_of(scenario)).run()
        return sum(measures.result(name).wait_s.mean for name in names) / types

    one, two, every = waits(1), waits(2), waits(types)
    assert two < one / 4, "most of the gain comes with the second skill"
    assert two - every < (one - every) / 10, "and hardly any is left for the others"
