"""`hollyhock init` and `hollyhock demo` on a real records database."""

import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from hollyhock.bootstrap.log_ins import LogIn, keep, kept
from hollyhock.cli import home as homes
from hollyhock.cli.up import records
from hollyhock.cli.up.addresses import show_log_ins
from hollyhock.cli.up.errors import RecordsFailed
from hollyhock.testing.processes import environment


def hollyhock(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hollyhock.cli.main", "--lang", "en", *arguments]
    env = environment(home)
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def made(home: Path) -> subprocess.CompletedProcess[str]:
    return hollyhock(home, "init")


def test_empty_centre_has_one_administrator(made: subprocess.CompletedProcess[str]) -> None:
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("administrator") == 1
    assert "agent" not in made.stdout


def test_centre_is_not_made_twice(home: Path, made: subprocess.CompletedProcess[str]) -> None:
    again = hollyhock(home, "init")
    assert (made.returncode, again.returncode) == (0, 1)
    assert "already holds a centre" in again.stderr


def test_demo_can_be_loaded_and_removed(home: Path, made: subprocess.CompletedProcess[str]) -> None:
    assert made.returncode == 0
    settings = home / "hollyhock.toml"
    as_it_was = settings.read_text()
    settings.write_text(as_it_was.replace('#espeak_ng = ""', 'espeak_ng = "/bin/false"'))
    refused = hollyhock(home, "demo", "load")
    assert (refused.returncode, refused.stdout) == (1, ""), "a demo that cannot speak makes nobody"
    settings.write_text(as_it_was)
    loaded = hollyhock(home, "demo", "load")
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.count("shift_leader") == 2, "so the next try shows every password"
    removed = hollyhock(home, "demo", "remove")
    assert removed.returncode == 0, removed.stderr


def test_a_restored_home_gets_no_demo(
    home: Path, made: subprocess.CompletedProcess[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert made.returncode == 0
    # As from a person's shell: tests of the apps in the same process have put their own settings there.
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    (home / "run" / "records.txt").unlink()
    records.prepare(home, demo=True)
    assert kept(home) == []
    assert records.is_prepared(home)


def test_log_ins_that_a_kill_kept_from_being_shown_are_shown_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    homes.make(tmp_path)
    keep(tmp_path, [LogIn("admin", "of-a-try-that-came-to-nothing")])
    in_the_way = tmp_path / "run" / "log-ins.new"
    in_the_way.mkdir()
    with pytest.raises(RecordsFailed):
        records.prepare(tmp_path, demo=False)
    in_the_way.rmdir()
    records.prepare(tmp_path, demo=False)
    (made,) = kept(tmp_path)
    assert made.password != "of-a-try-that-came-to-nothing"
    assert (tmp_path / "run" / "log-ins.json").stat().st_mode & 0o777 == 0o600
    records.prepare(tmp_path, demo=False)
    shown = Console(record=True, width=200)
    show_log_ins(shown, tmp_path)
    assert made.password in shown.export_text()
    assert kept(tmp_path) == []
    show_log_ins(shown, tmp_path)
    assert shown.export_text() == "", "once"


def test_lost_password_is_made_anew(home: Path, made: subprocess.CompletedProcess[str]) -> None:
    old = made.stdout.split("admin")[1].split()[0]
    renewed = hollyhock(home, "password", "admin")
    assert renewed.returncode == 0, renewed.stderr
    name, new = renewed.stdout.split()
    assert name == "admin"
    assert new != old
    assert len(new) >= 16


def test_password_of_nobody_is_refused(home: Path, made: subprocess.CompletedProcess[str]) -> None:
    assert made.returncode == 0
    refused = hollyhock(home, "password", "nobody")
    assert refused.returncode == 1
    assert "nobody" in refused.stderr
