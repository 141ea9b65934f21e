import subprocess
from pathlib import Path

import pytest

from hollyhock.bootstrap.supervisor.centre import children
from hollyhock.cli.run.commands import GUARD
from hollyhock.cli.service.units import TARGET, units
from hollyhock.contracts.settings import Secrets, Settings

NAMES = dict.fromkeys(Secrets.__struct_fields__, "x")


def test_every_process_has_its_unit(tmp_path: Path) -> None:
    names = {spec.name for spec in children(tmp_path, Settings(), Secrets(**NAMES))} | {GUARD}
    assert set(units(tmp_path, tmp_path, user="")) == {f"hollyhock-{name}.service" for name in names} | {TARGET}


def test_dependencies_are_those_of_the_supervisor(tmp_path: Path) -> None:
    made = units(tmp_path, tmp_path, user="")
    for spec in children(tmp_path, Settings(), Secrets(**NAMES)):
        after = next(line for line in made[f"hollyhock-{spec.name}.service"].splitlines() if line.startswith("After="))
        assert {f"hollyhock-{name}.service" for name in spec.needs} <= set(after[6:].split())


@pytest.mark.parametrize("user", ["", "root"])
def test_systemd_accepts_the_units(tmp_path: Path, user: str) -> None:
    checkout = tmp_path / "with space 100%"
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    folder = tmp_path / "units"
    folder.mkdir()
    for name, text in units(checkout, checkout / "var", user=user).items():
        (folder / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, folder.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "hollyhock" not in done.stderr
