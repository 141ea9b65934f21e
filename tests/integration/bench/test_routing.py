"""The benchmark of routing runs for real and says what it must say."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

import hollyhock

CHECKOUT = Path(hollyhock.__file__).parents[2]


@pytest.mark.nightly
def test_the_quick_benchmark_ends_in_time_and_reaches_its_aims() -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "hollyhock.cli.main", "bench", "routing", "--quick"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    took = time.monotonic() - began
    found = msgspec.json.decode(done.stdout.splitlines()[-1])
    assert set(found) == {"sizes", "growth", "bytes_per_waiting"}
    assert [(one["agents"], one["queues"]) for one in found["sizes"]] == [(100, 10), (1_000, 500), (15_000, 5_000)]
    for one in found["sizes"]:
        assert set(one["peers"]) == {"linear_scan", "sql"}
        assert one["decisions_per_s"] > 10 * max(peer["decisions_per_s"] for peer in one["peers"].values())
    largest = found["sizes"][-1]
    assert largest["decisions_per_s"] >= 10_000
    assert largest["p99_us"] <= 2_000
    assert largest["max_pause_ms"] <= 50
    assert found["growth"] <= 4
    assert found["bytes_per_waiting"] <= 2_000
    assert took < 60
