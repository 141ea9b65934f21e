"""Everything that the records' tests hold on SQLite holds on PostgreSQL too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hollyhock.testing.postgres import PostgresCluster


def test_the_records_tests_pass_on_postgresql(postgres: PostgresCluster) -> None:
    tests = Path(__file__).parents[2] / "unit" / "records"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)],
        env={**os.environ, "HOLLYHOCK_TEST_RECORDS": postgres.database()},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4_000:]
