"""The benchmark runs for real and says what it must say."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

import hollyhock
from hollyhock.cli.bench.commands import _voice
from hollyhock.contracts.errors import Unknown

CHECKOUT = Path(hollyhock.__file__).parents[2]


@pytest.mark.nightly
def test_the_quick_benchmark_ends_in_time_with_every_figure() -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "hollyhock.cli.main", "bench", "voice", "--quick"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    took = time.monotonic() - began
    found = msgspec.json.decode(done.stdout.splitlines()[-1])
    assert set(found) == {"idle_gap_ms", "offer_ms", "cpu_s_per_call", "fsync_ms", "clean_calls_per_s", "calls"}
    for name in ("idle_gap_ms", "offer_ms"):
        assert {peer: set(spread) for peer, spread in found[name].items()} == {
            "ours": {"mean", "p50", "p95", "p99"},
            "app_queue": {"mean", "p50", "p95", "p99"},
        }
    assert set(found["cpu_s_per_call"]) == {"ours", "ours_switch", "app_queue"}
    assert found["idle_gap_ms"]["app_queue"]["mean"] > found["idle_gap_ms"]["ours"]["mean"]
    assert found["calls"] > 100
    assert took < 60


def test_without_the_checkout_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hollyhock, "__file__", str(tmp_path / "src" / "hollyhock" / "__init__.py"))
    with pytest.raises(Unknown):
        _voice()
