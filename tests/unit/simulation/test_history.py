"""The journal says how long people talk and how patient they are, also those whom nobody saw give up."""

from __future__ import annotations

from datetime import datetime
from random import Random

import msgspec
import pytest

from hollyhock.contracts.errors import Invalid
from hollyhock.simulation.chance import ENDLESS_S, Times, drawer
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.fitting import patience_of, rates_of, with_history, work_of
from hollyhock.simulation.history import Past
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
    again = with_history(scenario(arrivals={"q": rules}), first.entries)
    after = Simulation(again, directory_of(again)).run().result("q")
    assert after.abandoned.mean == pytest.approx(before.abandoned.mean, abs=0.03)
    assert after.service_level.mean == pytest.approx(before.service_level.mean, abs=0.05)


def test_too_short_a_history_is_refused_by_name() -> None:
    rules = msgspec.structs.replace(scenario().arrivals["q"], talk=Times(kind="history"))
    with pytest.raises(Invalid, match=r"q\.talk"):
        with_history(scenario(arrivals={"q": rules}), [])


def test_long_talks_are_found_although_the_record_ends_during_them() -> None:
    chance, end = Random(3), 400_000
    found, seen = [], []
    for _ in range(20_000):
        answered, talk = chance.uniform(0, end), chance.expovariate(1 / 200_000)
        past = Past(interaction="i", queue="q", medium="voice", joined=0, answered=round(answered))
        if answered + talk < end:
            past.talk_ms = round(talk)
            seen.append(talk)
        else:
            past.talk_so_far_ms = round(end - answered)
        found.append(past)
    times = work_of(found, "talk")
    assert times is not None
    draw = drawer(times, "talk")
    drawn = sorted(draw() for _ in range(20_000))
    assert drawn[10_000] == pytest.approx(138_600, rel=0.05), "the median of an exponential of 200 s"
    assert sorted(seen)[len(seen) // 2] < 100_000, "those that ended are the short ones"
    assert drawn[-1] <= end, "and no talk is endless"
    assert times.mean() == pytest.approx(sum(drawn) / len(drawn) / 1000, rel=0.05)


def test_arrivals_of_a_day_are_the_mean_of_the_days() -> None:
    midnight = round(datetime(2027, 1, 18).astimezone().timestamp() * 1000)
    hour = 3_600_000
    first = [midnight + 9 * hour + number for number in range(60)]
    second = [midnight + 33 * hour + number for number in range(20)]
    rates = rates_of(first + second, (midnight + 8 * hour, midnight + 34 * hour), 1_800)
    assert len(rates) == 48
    assert rates[18] == 80, "40 in each half hour that begins at nine"
    assert [rate for number, rate in enumerate(rates) if number != 18] == [0] * 47


def test_a_scenario_without_rates_takes_those_of_the_history() -> None:
    first = Simulation(scenario(), directory_of(scenario()))
    first.keep_entries()
    first.run()
    rules = msgspec.structs.replace(scenario().arrivals["q"], per_hour=())
    found = with_history(scenario(arrivals={"q": rules}, interval_s=3_600.0), first.entries).arrivals["q"].per_hour
    assert len(found) == 24
    assert sum(found) / 24 == pytest.approx(120, rel=0.1)
