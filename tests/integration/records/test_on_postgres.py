"""Everything that the records' tests hold on SQLite holds on PostgreSQL too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg.conninfo

from hollyhock.cli.doctor import centre
from hollyhock.cli.doctor.finding import Grade
from hollyhock.contracts.settings import Settings
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


def test_the_doctor_tells_a_database_that_is_there_from_one_that_is_not(postgres: PostgresCluster) -> None:
    url = postgres.database()
    assert centre.databases(Settings(records=url, journal=url)).grade is Grade.OK
    finding = centre.databases(Settings(records=url, journal=psycopg.conninfo.make_conninfo(url, dbname="nobodys")))
    assert finding.grade is Grade.BAD
    assert finding.what.startswith("journal: ")
    assert "nobodys" in finding.what
