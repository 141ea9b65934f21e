"""A business app and a connector from a package of somebody else's: those of the how-to, letter by letter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .packages import install


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of a Python that has both packages of the how-tos."""
    app, channel = tmp_path / "hollyhock-deliveries", tmp_path / "hollyhock-echo"
    return os.pathsep.join([str(install("add-an-app.md", app)), str(install("add-a-channel.md", channel))])


def run(path: str, *command: str) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HOLLYHOCK", "DJANGO"))}
    settings = {"DJANGO_SETTINGS_MODULE": "hollyhock.testing.django_settings", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        env=env | settings | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_table_page_connector_and_medium_work(path: str, tmp_path: Path) -> None:
    run(path, "-m", "django", "makemigrations", "deliveries")
    assert list((tmp_path / "hollyhock-deliveries").glob("hollyhock_deliveries/migrations/0001_*.py"))
    run(path, str(Path(__file__).with_name("use_packages.py")))
