"""The whole test's own stages, with small commands."""

import sys
from pathlib import Path

import pytest
from rich.console import Console

from hollyhock.cli.test import stages
from hollyhock.cli.test.commands import _run_all
from hollyhock.cli.test.stages import Stage, run


def test_stage_keeps_its_exit_code(tmp_path: Path) -> None:
    assert run(Stage("x", (sys.executable, "-c", "raise SystemExit(3)"), tmp_path)).code == 3


def test_stage_has_a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLLYHOCK_HOME", "/the/real/centre")
    code = "import os; open('home.txt', 'w').write(os.environ['HOLLYHOCK_HOME'])"
    run(Stage("x", (sys.executable, "-c", code), tmp_path))
    home = Path((tmp_path / "home.txt").read_text())
    assert home != Path("/the/real/centre")
    assert not home.exists()


def test_tests_have_a_folder_of_their_own_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DEBUG_TEMPROOT", str(tmp_path))
    (tmp_path / "test_x.py").write_text(
        "import os\n"
        "def test_x(tmp_path):\n"
        "    assert tmp_path.is_relative_to(os.environ['PYTEST_DEBUG_TEMPROOT'])\n"
        "    open('where', 'w').write(str(tmp_path))\n"
    )
    stage = Stage("x", (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_x.py"), tmp_path)
    folders = {run(stage).code: (tmp_path / "where").read_text() for _ in range(2)}
    assert list(folders) == [0]
    assert not Path(folders[0]).exists()
    assert not list(tmp_path.glob("pytest-of-*"))


def test_stage_that_hangs_is_ended_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "_LONGEST_S", 0.2)
    assert run(Stage("x", ("sleep", "600"), tmp_path)).code == 124


def test_what_only_computes_stands_back(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os\nwhile os.nice(0) < 19: pass\nprint(os.nice(0))"
    run(Stage("x", (sys.executable, "-c", code), Path.cwd(), beside=True))
    assert int(capfd.readouterr().out) == 19


def test_order_is_quick_checks_first(tmp_path: Path) -> None:
    for name in ("e2e", "unit"):
        (tmp_path / "tests" / name).mkdir(parents=True)
        (tmp_path / "tests" / name / "test_x.py").touch()
    assert [stage.name for stage in stages.stages(tmp_path)] == ["lint", "format", "types", "imports", "unit", "e2e"]


def says(name: str, word: str, *, beside: bool = False, alone: bool = False) -> Stage:
    return Stage(name, (sys.executable, "-c", f"print({word!r})"), Path.cwd(), beside=beside, alone=alone)


def test_what_runs_beside_is_shown_in_one_piece_before_what_needs_the_machine(
    capfd: pytest.CaptureFixture[str],
) -> None:
    chosen = [
        says("pages", "one", beside=True),
        says("more pages", "two", beside=True),
        says("unit", "three"),
        says("integration", "four", alone=True),
    ]
    results = _run_all(Console(), chosen)
    words = [line for line in capfd.readouterr().out.splitlines() if line in {"one", "two", "three", "four"}]
    assert words == ["three", "one", "two", "four"]
    assert [result.stage.name for result in results] == ["unit", "pages", "more pages", "integration"]
    assert {result.code for result in results} == {0}
