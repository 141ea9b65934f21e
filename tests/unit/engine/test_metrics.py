"""The engine's numbers say what happened and how the centre stands."""

from __future__ import annotations

from prometheus_client import REGISTRY

from hollyhock.contracts import commands as c
from hollyhock.core.data import Observed
from hollyhock.engine.metrics import Metrics

from .conftest import Bench


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_numbers_follow_the_centre(bench: Bench) -> None:
    metrics = Metrics()
    bench.owner.listen(metrics.committed)
    before = value("hollyhock_engine_offers_total", outcome="made")
    await bench.open_centre()
    await bench.ready_agent("103")
    await bench.give(c.Arrive(interaction="t.main.i1", medium="voice", entry_point="direct", leg="x"), ani="+861000")
    await bench.give(c.Arrive(interaction="t.main.i2", medium="voice", entry_point="direct", leg="y"))
    metrics.stand()
    assert value("hollyhock_engine_offers_total", outcome="made") == before + 1
    assert value("hollyhock_engine_waiting", queue="sales") == 2
    assert value("hollyhock_engine_interactions", medium="voice", phase="waiting") == 2
    assert value("hollyhock_engine_agents", state="Ready") == 1
    assert value("hollyhock_engine_switch_up") == 1
    assert value("hollyhock_engine_durable_seconds_count") > 0


async def test_the_forecasts_own_error_is_published(bench: Bench) -> None:
    metrics = Metrics()
    bench.owner.listen(metrics.committed)
    await bench.open_centre()
    bench.owner.here.state.data.observed["sales"] = Observed(forecasts=10, right=9)
    await bench.ready_agent("103")
    metrics.stand()
    assert value("hollyhock_engine_forecasts", queue="sales") == 10
    assert value("hollyhock_engine_forecasts_right", queue="sales") == 9
