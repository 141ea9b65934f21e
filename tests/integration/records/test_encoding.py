"""The encoder on the real opusenc: sound, sides, length, and a kill at any line."""

from __future__ import annotations

import math
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from hollyhock.adapters.audio import ogg, raw
from hollyhock.adapters.audio.archive import FileArchive
from hollyhock.contracts.errors import SoundUnusable
from hollyhock.testing.parts import fetched_parts


@pytest.fixture
def archive(tmp_path: Path) -> FileArchive:
    (tmp_path / "recordings/raw").mkdir(parents=True)
    return FileArchive(tmp_path, fetched_parts().opusenc)


def tone(path: Path, seconds: float, *, extra: bytes = b"") -> None:
    """A tone of the customer, silence on the other side."""
    frames = int(seconds * raw.RATE)
    body = b"".join(struct.pack("<hh", int(9_000 * math.sin(i * 0.35)), 0) for i in range(frames))
    path.write_bytes(body + extra)


@pytest.mark.parametrize("seconds", [0.01, 0.5, 3.123])
def test_a_recording_keeps_its_length_and_becomes_smaller(archive: FileArchive, tmp_path: Path, seconds: float) -> None:
    source = tmp_path / "recordings/raw/r1.raw"
    tone(source, seconds, extra=b"\1\2\3")
    encoded = archive.encode("r1")
    done = tmp_path / "recordings/done/r1.opus"
    assert abs(encoded.duration_ms - seconds * 1000) <= 40
    assert ogg.duration_ms(done) == encoded.duration_ms
    assert encoded.size == done.stat().st_size
    assert seconds < 1 or encoded.size < source.stat().st_size / 4
    half = len(encoded.peaks) // 2
    assert max(encoded.peaks[:half]) > 60
    assert max(encoded.peaks[half:]) == 0
    before = done.stat().st_mtime_ns
    assert archive.encode("r1") == encoded
    assert done.stat().st_mtime_ns == before


def test_a_raw_file_that_grew_is_encoded_again_and_one_that_shrank_is_refused(
    archive: FileArchive, tmp_path: Path
) -> None:
    source = tmp_path / "recordings/raw/r1.raw"
    tone(source, 1)
    archive.encode("r1")
    tone(source, 2)
    assert abs(archive.encode("r1").duration_ms - 2_000) <= 40
    tone(source, 1)
    with pytest.raises(SoundUnusable):
        archive.encode("r1")
    assert abs((ogg.duration_ms(tmp_path / "recordings/done/r1.opus") or 0) - 2_000) <= 40


def test_damage_on_disk_is_mended_from_the_raw_file(archive: FileArchive, tmp_path: Path) -> None:
    tone(tmp_path / "recordings/raw/r1.raw", 1)
    archive.encode("r1")
    done = tmp_path / "recordings/done/r1.opus"
    done.write_bytes(done.read_bytes()[:-7])
    archive.encode("r1")
    assert ogg.duration_ms(done) is not None
    archive.drop_raw("r1")
    assert abs(archive.encode("r1").duration_ms - 1_000) <= 40


@pytest.mark.parametrize(("seed", "points"), [(1, 30), pytest.param(2, 300, marks=pytest.mark.nightly)])
def test_a_kill_at_any_line_loses_nothing(seed: int, points: int) -> None:
    script = Path(__file__).with_name("kill_encoder.py")
    done = subprocess.run(
        [sys.executable, str(script), str(seed), str(points)], capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert int(done.stdout.split()[-1]) > points * 0.8
