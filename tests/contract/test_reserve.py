"""The reserve takes facts when nothing else does."""

from pathlib import Path

import pytest

from hollyhock.adapters.journal import FileReserve
from hollyhock.contracts.errors import JournalFull
from hollyhock.contracts.journal import Personal
from hollyhock.testing.builders import entries, entry


def test_what_is_written_is_there_in_a_new_process(tmp_path: Path) -> None:
    kept = entry(3, personal=(Personal("i", "ani", "1"),))
    first = FileReserve(tmp_path / "reserve", 10_000)
    first.write(entries(1, 2))
    first.write([kept])
    first.close()
    second = FileReserve(tmp_path / "reserve", 10_000)
    assert second.read() == [*entries(1, 2), kept]
    second.write(entries(4, 4))
    assert [one.seq for one in second.read()] == [1, 2, 3, 4]
    second.close()


def _fill(reserve: FileReserve) -> None:
    for seq in range(1, 1000):
        reserve.write(entries(seq, seq))


def test_its_size_never_changes_and_its_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "reserve"
    reserve = FileReserve(path, 2_000)
    with pytest.raises(JournalFull):
        _fill(reserve)
    kept = [one.seq for one in reserve.read()]
    assert kept == list(range(1, len(kept) + 1))
    assert len(kept) > 2
    assert path.stat().st_size == 2_000
    reserve.close()


def test_nothing_comes_back_after_clearing(tmp_path: Path) -> None:
    reserve = FileReserve(tmp_path / "reserve", 10_000)
    reserve.write(entries(1, 5))
    reserve.clear()
    assert reserve.read() == []
    reserve.write(entries(6, 6))
    assert reserve.read() == entries(6, 6)
    reserve.close()
    again = FileReserve(tmp_path / "reserve", 10_000)
    assert again.read() == entries(6, 6)
    again.close()


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_torn_last_record_is_left_out(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "reserve"
    reserve = FileReserve(path, 10_000)
    reserve.write(entries(1, 2))
    reserve.close()
    content = bytearray(path.read_bytes())
    end = len(content.rstrip(b"\0"))
    content[end - cut : end] = bytes(cut)
    path.write_bytes(bytes(content))
    again = FileReserve(path, 10_000)
    assert again.read() == entries(1, 1)
    again.write(entries(2, 2))
    assert again.read() == entries(1, 2)
    again.close()
