"""What a simulation counts where lines end, whoever answers, and that it forgets who has gone."""

from __future__ import annotations

from hollyhock.contracts.routing import Overflow, Requirement, Ring
from hollyhock.simulation.chance import Times
from hollyhock.simulation.driver import Simulation
from hollyhock.simulation.scenario import Arrivals, Group, Scenario, directory_of


def simulated(ends: Overflow | None = None, calls: int = 1_500, per_hour: float = 130) -> Simulation:
    arrivals = Arrivals(
        per_hour=(per_hour,), talk=Times(mean_s=180), wrap_up=Times(mean_s=20), patience=Times(mean_s=300)
    )
    groups = tuple(Group(name=name, agents=(3,), skills={"q": level}) for name, level in (("old", 9), ("new", 3)))
    rings: tuple[Ring, ...] = (Ring(requires=(Requirement("q"),), strategy="most_skilled"),)
    if ends is not None:
        rings = (*rings, Ring(after_ms=30_000, overflow=ends))
    scenario = Scenario(arrivals={"q": arrivals}, groups=groups, rings={"q": rings}, calls=calls, warm_up=0.0)
    run = Simulation(scenario, directory_of(scenario))
    run.run()
    return run


def test_everybody_is_answered_gives_up_or_is_sent_on() -> None:
    plain = simulated().measures.result("q")
    assert plain.sent_on == 0
    assert plain.answered + round(plain.abandoned.mean * plain.offered) == plain.offered == 1_500
    sent = simulated(Overflow(kind="flow", to="elsewhere")).measures.result("q")
    gave_up = round(sent.abandoned.mean * (sent.offered - sent.sent_on))
    assert sent.sent_on > 50
    assert sent.answered + gave_up + sent.sent_on == sent.offered


def test_a_promised_call_back_is_the_same_customer_who_no_longer_gives_up() -> None:
    plain, called = simulated().measures.result("q"), simulated(Overflow(kind="callback")).measures.result("q")
    assert called.offered == 1_500
    assert called.abandoned.mean < plain.abandoned.mean / 2
    assert called.answered > plain.answered


def test_groups_have_figures_of_their_own_that_add_up() -> None:
    run = simulated(per_hour=80)
    old, new, every = run.measures.of_group("old"), run.measures.of_group("new"), run.measures.result("q")
    assert old.answered + new.answered == every.answered
    assert old.answered > new.answered, "the more skilled are asked first"
    assert old.occupancy.mean > new.occupancy.mean
    assert old.occupancy.half is not None
    assert 0 < old.occupancy.half < 0.1


def test_who_has_gone_is_forgotten() -> None:
    run = simulated(calls=300)
    assert run.state.data.interactions == {}
    assert run._known == {}
