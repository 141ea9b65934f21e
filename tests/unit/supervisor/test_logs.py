from pathlib import Path

from hollyhock.bootstrap.supervisor.logs import rotate, tail


def test_small_log_stays(tmp_path: Path) -> None:
    (tmp_path / "engine.log").write_text("1234567890")
    rotate(tmp_path, limit=10)
    assert [path.name for path in tmp_path.iterdir()] == ["engine.log"]


def test_large_log_is_moved_and_its_writer_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "engine.log"
    with path.open("ab", buffering=0) as writer:
        writer.write(b"old line\n")
        rotate(tmp_path, limit=5)
        writer.write(b"new\n")
        assert path.read_text() == "new\n"
        assert (tmp_path / "engine.log.1").read_text() == "old line\n"
        writer.write(b"newer\n")
        rotate(tmp_path, limit=5)
    assert (tmp_path / "engine.log.1").read_text() == "new\nnewer\n"
    assert path.read_text() == ""


def test_tail_is_the_last_lines(tmp_path: Path) -> None:
    path = tmp_path / "web.log"
    path.write_text("".join(f"{number}\n" for number in range(10_000)))
    assert tail(path, 2) == "9998\n9999"


def test_tail_of_no_log_is_empty(tmp_path: Path) -> None:
    assert tail(tmp_path / "web.log") == ""
