"""The tests of the apps once more, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hollyhock.testing.postgres import PostgresCluster

APPS = Path(__file__).parents[2] / "unit" / "apps"
OURS = (
    "test_capacity.py",
    "test_customers.py",
    "test_flows.py",
    "test_gate.py",
    "test_labels.py",
    "test_migrations.py",
    "test_office.py",
    "test_publishing.py",
    "test_session.py",
    "test_two_savers.py",
)


def test_the_apps_hold_on_postgresql_too(postgres: PostgresCluster) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(APPS / name) for name in OURS)],
        env={**os.environ, "HOLLYHOCK_TEST_RECORDS": postgres.database()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
