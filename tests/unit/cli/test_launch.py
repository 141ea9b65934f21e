"""The launcher's memory: what is stale and what is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hollyhock.cli.launch import frontend, start, venv
from hollyhock.cli.launch.start import command_of
from hollyhock.cli.launch.steps import SetupFailed, run


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "runtime.txt").write_text("one==1")
    (tmp_path / "locks" / "test.txt").write_text("one==1\ntwo==2")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(venv, "_install", lambda _checkout, _folder, lock: done.append(lock))
    return done


def test_second_start_installs_nothing(checkout: Path, installs: list[str]) -> None:
    venv.ensure(checkout, venv.RUNTIME)
    venv.ensure(checkout, venv.RUNTIME)
    assert installs == ["runtime.txt"]


def test_lock_of_the_tests_serves_the_runtime_too(checkout: Path, installs: list[str]) -> None:
    venv.ensure(checkout, venv.TEST)
    venv.ensure(checkout, venv.RUNTIME)
    assert installs == ["test.txt"]


def test_runtime_is_not_enough_for_the_tests(checkout: Path, installs: list[str]) -> None:
    venv.ensure(checkout, venv.RUNTIME)
    venv.ensure(checkout, venv.TEST)
    assert installs == ["runtime.txt", "test.txt"]


def test_changed_lock_is_installed(checkout: Path, installs: list[str]) -> None:
    venv.ensure(checkout, venv.RUNTIME)
    (checkout / "locks" / "runtime.txt").write_text("one==2")
    venv.ensure(checkout, venv.RUNTIME)
    assert installs == ["runtime.txt", "runtime.txt"]


def test_changed_metadata_is_installed(checkout: Path, installs: list[str]) -> None:
    venv.ensure(checkout, venv.RUNTIME)
    (checkout / "pyproject.toml").write_text("[project.entry-points]")
    venv.ensure(checkout, venv.RUNTIME)
    assert installs == ["runtime.txt", "runtime.txt"]


def test_lost_environment_is_made_again(checkout: Path, installs: list[str]) -> None:
    venv.ensure(checkout, venv.RUNTIME)
    (checkout / ".venv" / "bin" / "python").unlink()
    venv.ensure(checkout, venv.RUNTIME)
    assert len(installs) == 2


def test_interrupted_installation_is_repeated(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SetupFailed

    monkeypatch.setattr(venv, "_install", fail)
    with pytest.raises(SetupFailed):
        venv.ensure(checkout, venv.RUNTIME)
    with pytest.raises(SetupFailed):
        venv.ensure(checkout, venv.RUNTIME)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    folder = tmp_path / "frontend"
    (folder / "desk" / "src").mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    (folder / "package-lock.json").write_text("{}")
    (folder / "desk" / "src" / "main.ts").write_text("1")
    steps: list[str] = []

    def step(command: list[str], **_: object) -> None:
        steps.append(" ".join(command[:2]))
        (folder / "node_modules").mkdir(exist_ok=True)
        (folder / "desk" / "dist").mkdir(exist_ok=True)

    monkeypatch.setattr(frontend, "run", step)
    return folder, steps


def test_pages_are_built_once(pages: tuple[Path, list[str]]) -> None:
    folder, steps = pages
    frontend.ensure(folder.parent)
    frontend.ensure(folder.parent)
    assert steps == ["npm ci", "npm run"]


def test_changed_page_is_built_without_installing(pages: tuple[Path, list[str]]) -> None:
    folder, steps = pages
    frontend.ensure(folder.parent)
    (folder / "desk" / "src" / "main.ts").write_text("2")
    frontend.ensure(folder.parent)
    assert steps == ["npm ci", "npm run", "npm run"]


def test_built_files_are_no_sources(pages: tuple[Path, list[str]]) -> None:
    folder, steps = pages
    frontend.ensure(folder.parent)
    (folder / "desk" / "dist" / "main.js").write_text("1")
    frontend.ensure(folder.parent)
    assert steps == ["npm ci", "npm run"]


def test_checkout_without_pages_needs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frontend, "run", lambda *_args, **_options: pytest.fail("nothing to build"))
    frontend.ensure(tmp_path)


def test_failed_step_shows_the_end_of_its_output_and_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match=r"(?s)no room.*make room"):
        run([sys.executable, "-c", "raise SystemExit('no room')"], step="try", remedy="make room", cwd=tmp_path)


def test_program_that_is_not_there_is_a_failed_step(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="install it"):
        run(["/nowhere/npm"], step="try", remedy="install it", cwd=tmp_path)


def test_launcher_needs_only_the_standard_library() -> None:
    code = "import sys; sys.path.insert(0, 'src'); import hollyhock.cli.launch.start"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=Path(__file__).parents[3], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "command"),
    [(["up"], "up"), (["--lang", "en", "up"], "up"), (["--lang=zh", "test", "unit"], "test"), (["--lang", "en"], "")],
)
def test_the_command_is_found_behind_the_language(arguments: list[str], command: str) -> None:
    assert command_of(arguments) == command


@pytest.mark.parametrize("arguments", [["up"], ["--lang", "en", "up"], ["up", "--lang", "zh"], ["--lang=x", "up"]])
def test_pages_are_built_for_up_wherever_the_language_stands(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    built: list[Path] = []

    class Became(Exception):
        """In place of the program that we would become."""

    def become(*_: object) -> None:
        raise Became

    monkeypatch.setattr(venv, "ensure", lambda _checkout, _lock: Path("python"))
    monkeypatch.setattr(frontend, "ensure", built.append)
    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(Became):
        start.start(checkout, arguments)
    assert built == [checkout]
