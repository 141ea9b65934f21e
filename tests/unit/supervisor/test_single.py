from pathlib import Path

import pytest

from hollyhock.bootstrap.supervisor.single import AlreadyRunning, is_running, only_one


def test_second_supervisor_of_a_home_is_refused(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(AlreadyRunning), only_one(tmp_path):
        pass


def test_home_is_free_again_afterwards(tmp_path: Path) -> None:
    with only_one(tmp_path):
        assert is_running(tmp_path)
    assert not is_running(tmp_path)
    with only_one(tmp_path):
        assert is_running(tmp_path)


def test_asking_changes_nothing(tmp_path: Path) -> None:
    assert not is_running(tmp_path / "never")
    assert not (tmp_path / "never").exists()


def test_two_homes_do_not_meet(tmp_path: Path) -> None:
    with only_one(tmp_path / "one"), only_one(tmp_path / "two"):
        assert is_running(tmp_path / "one")
