"""The projector is exactly-once, whatever line it is killed at."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("seed", "points"), [(1, 30), pytest.param(2, 300, marks=pytest.mark.nightly)])
def test_a_kill_at_any_line_neither_loses_nor_doubles_a_row(seed: int, points: int) -> None:
    script = Path(__file__).with_name("kill_projector.py")
    done = subprocess.run(
        [sys.executable, str(script), str(seed), str(points)], capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert int(done.stdout.split()[-1]) > points // 4
