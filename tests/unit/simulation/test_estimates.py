"""Announced ranges are honest: four of five answered waits fall into them, at loads below and above capacity."""

from __future__ import annotations

import pytest

from hollyhock.simulation.chance import Times
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of


@pytest.mark.parametrize(
    ("agents", "load", "patience_s"),
    [(10, 0.8, None), (20, 0.95, None), (20, 1.0, 180), (20, 1.1, 180), (20, 1.2, 120)],
)
def test_four_of_five_waits_are_in_range(agents: int, load: float, patience_s: float | None) -> None:
    arrivals = Arrivals(
        per_hour=(agents * load * 20,),
        talk=Times(mean_s=150),
        wrap_up=Times(mean_s=30),
        patience=Times(mean_s=patience_s) if patience_s else None,
    )
    group = Group(name="a", agents=(agents,), skills={"q": 1})
    scenario = Scenario(arrivals={"q": arrivals}, groups=(group,), calls=4_000)
    found = Simulation(scenario, directory_of(scenario)).run().result("q")
    assert found.in_range is not None
    assert found.in_range >= 0.8
