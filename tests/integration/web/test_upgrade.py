"""What a centre has entered outlives an upgrade."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("upgrade_rings.py")


def test_needs_that_were_rows_become_a_line() -> None:
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.strip() == "english, service:3", done.stderr
