"""The journal says how long people talk and how patient they are, also those whom nobody saw give up."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from hollyhock.contracts.errors import Invalid
from hollyhock.simulation.chance import ENDLESS_S, Times, drawer
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.history import Past, pasts, patience_of, with_history
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of


def scenario(**rules: object) -> Scenario:
    arrivals = Arrivals(per_hour=(120.0,), talk=Times(mean_s=200), wrap_up=Times(mean_s=20), patience=Times(mean_s=100))
    made = Scenario(
        arrivals={"q": arrivals}, groups=(Group(name="a", agents=(6,), skills={"q": 1}),), calls=3_000, warm_up=0.0
    )
    return msgspec.structs.replace(made, **rules)


def test_patience_is_found_although_most_were_answered_before() -> None:
    chance = Random(7)
    found = []
    for _ in range(20_000):
        patience, offered = chance.expovariate(1 / 100_000), chance.uniform(0, 120_000)
        gave_up = patience < offered
        found.append(
            Past(
                interaction="i",
                queue="q",
                medium="voice",
                joined=0,
                wait_ms=round(min(patience, offered)),
                outcome="abandoned" if gave_up else "answered",
            )
        )
    times = patience_of(found)
    assert times is not None
    draw = drawer(times, "patience")
    drawn = sorted(draw() for _ in range(20_000))
    assert drawn[10_000] == pytest.approx(69_300, rel=0.05), "the median of an exponential of 100 s"
    assert drawn[-1] == round(ENDLESS_S * 1000), "nobody was seen to wait so long"


def test_a_run_on_its_own_history_resembles_it() -> None:
    first = Simulation(scenario(), directory_of(scenario()))
    first.keep_entries()
    before = first.run().result("q")
    rules = msgspec.structs.replace(
        scenario().arrivals["q"],
        talk=Times(kind="history"),
        wrap_up=Times(kind="history"),
        patience=Times(kind="history"),
    )
    again = with_history(scenario(arrivals={"q": rules}), pasts(first.entries))
    after = Simulation(again, directory_of(again)).run().result("q")
    assert after.abandoned.mean == pytest.approx(before.abandoned.mean, abs=0.03)
    assert after.service_level.mean == pytest.approx(before.service_level.mean, abs=0.05)


def test_too_short_a_history_is_refused_by_name() -> None:
    rules = msgspec.structs.replace(scenario().arrivals["q"], talk=Times(kind="history"))
    with pytest.raises(Invalid, match=r"q\.talk"):
        with_history(scenario(arrivals={"q": rules}), [])
