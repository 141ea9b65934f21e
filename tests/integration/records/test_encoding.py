"""The encoder on the real opusenc: sound, sides, length, and a kill at any line."""

from __future__ import annotations

import math
import os
import struct
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from hollyhock.adapters.audio import ogg, raw
from hollyhock.adapters.audio.archive import FileArchive
from hollyhock.contracts.errors import SoundUnusable
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.rtp import strength


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


def test_what_one_side_says_is_not_heard_on_the_other(archive: FileArchive, tmp_path: Path) -> None:
    def beep(moment: int, hertz: int, late: int) -> int:
        on = (moment + late) % 4_000 < 2_400
        return int(9_000 * math.sin(2 * math.pi * hertz * moment / raw.RATE)) if on else 0

    sides = ((beep(moment, 500, 0), beep(moment, 900, 1_600)) for moment in range(12 * raw.RATE))
    source = tmp_path / "recordings/raw/r1.raw"
    source.write_bytes(b"".join(struct.pack("<hh", *both) for both in sides))
    archive.encode("r1")
    plain = tmp_path / "r1.wav"
    *loader, encoder = fetched_parts().opusenc.argv
    decode = [*loader, encoder.replace("opusenc", "opusdec"), "--quiet", "--rate", str(raw.RATE)]
    environment = {**os.environ, **fetched_parts().opusenc.env}
    subprocess.run([*decode, str(tmp_path / "recordings/done/r1.opus"), str(plain)], env=environment, check=True)
    samples = array("h")
    with wave.open(str(plain)) as file:
        samples.frombytes(file.readframes(file.getnframes()))
    for side, own, other in ((0, 500, 900), (1, 900, 500)):
        heard = samples[side::2][raw.RATE : 11 * raw.RATE]
        assert strength(heard, own) > 0.5
        assert strength(heard, other) < 0.001


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
