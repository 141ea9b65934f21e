"""The production core against queueing theory: an independent recursion to the millisecond, and Erlang's formulas."""

from __future__ import annotations

import heapq

import pytest

from hollyhock.simulation.chance import Times
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of
from hollyhock.simulation.streams import Customers

SERVICE_S = 180.0


def one_queue(agents: int, occupancy: float, calls: int, **rules: object) -> Scenario:
    talk = Times(mean_s=SERVICE_S)
    arrivals = Arrivals(per_hour=(agents * occupancy * 3600 / SERVICE_S,), talk=talk, **rules)  # type: ignore[arg-type]
    unbounded: dict[str, dict[str, object]] = {"q": {"entry": {"most_waiting": 1_000_000}}}
    group = Group(name="a", agents=(agents,), skills={"q": 1})
    return Scenario(arrivals={"q": arrivals}, groups=(group,), calls=calls, queues=unbounded)


@pytest.mark.parametrize(("agents", "occupancy"), [(10, 0.95), (50, 1.02), (360, 0.99)])
def test_every_wait_equals_the_recursion(agents: int, occupancy: float) -> None:
    """Kiefer and Wolfowitz (Transactions of the AMS 78, 1955): each customer takes the agent who is free first."""
    scenario = one_queue(agents, occupancy, 20_000)
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
