"""What the tests need beyond Python: Debian's browser, database server and systemd's checker of units."""

import os
import shutil
import subprocess
from pathlib import Path

import typer

from hollyhock.cli.words import say


def missing_packages() -> list[str]:
    """Return the Debian packages that the tests need and this machine lacks."""
    missing = [] if shutil.which("chromium") else ["chromium"]
    if not shutil.which("postgres") and not any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        missing.append("postgresql")
    if not shutil.which("systemd-analyze"):
        missing.append("systemd")
    return missing


def install_missing() -> None:
    """Install what is missing when we may; else say what is missing and go on: its tests will fail and say so too."""
    packages = missing_packages()
    if not packages:
        return
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        typer.echo(say("测试还需要：sudo ", "The tests also need: sudo ") + " ".join(command))
        return
    typer.echo(say("安装测试所需：", "Installing for the tests: ") + " ".join(packages))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-q"], command):
        subprocess.run(step, env=quiet, stdout=subprocess.DEVNULL, check=True)
