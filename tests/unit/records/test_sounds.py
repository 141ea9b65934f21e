"""Raw recordings and Ogg pages, byte by byte."""

from __future__ import annotations

import struct
import wave
from io import BytesIO
from pathlib import Path

import pytest

from hollyhock.adapters.audio import ogg, raw
from hollyhock.adapters.audio.archive import FileArchive
from hollyhock.contracts.errors import SoundUnusable, Unknown
from hollyhock.contracts.parts import Program


def samples(*pairs: tuple[int, int]) -> bytes:
    return b"".join(struct.pack("<hh", *pair) for pair in pairs)


@pytest.fixture
def archive(tmp_path: Path) -> FileArchive:
    for folder in ("recordings/raw", "recordings/done", "voicemail"):
        (tmp_path / folder).mkdir(parents=True)
    return FileArchive(tmp_path, Program(argv=("false",)))


def test_a_torn_last_frame_is_left_out(tmp_path: Path) -> None:
    assert raw.duration_ms(raw.RATE * raw.FRAME + 3) == 1_000
    path = tmp_path / "x.raw"
    path.write_bytes(samples((100, -200), (-300, 400)) + b"\x7f\x7f\x7f")
    head = raw.wav_head(path.stat().st_size)
    with wave.open(BytesIO(head + path.read_bytes()[: raw.whole(path.stat().st_size)])) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getnframes()) == (2, 8_000, 2)


def test_peaks_keep_the_sides_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.raw"
    path.write_bytes(samples(*[(32_767, 0)] * 4_000, *[(0, -16_384)] * 4_000))
    found = raw.peaks(path)
    left, right = found[: raw.STEPS], found[raw.STEPS :]
    assert len(left) == len(right) == raw.STEPS
    assert (left[0], left[-1], right[0], right[-1]) == (254, 0, 0, 127)
    path.write_bytes(samples((-32_768, 1)))
    assert raw.peaks(path) == bytes([255, 0])
    path.write_bytes(b"")
    assert raw.peaks(path) == b""


def page(granule: int, body: bytes, *, last: bool) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    return (
        b"OggS\0"
        + bytes([4 if last else 0])
        + struct.pack("<qIII", granule, 1, 1, 0)
        + bytes([len(lacing)])
        + lacing
        + body
    )


def test_only_a_whole_ogg_file_has_a_length(tmp_path: Path) -> None:
    path = tmp_path / "x.opus"
    head = page(0, b"OpusHead\x01\x02" + struct.pack("<H", 312), last=False)
    whole = head + page(24_312, b"sound" * 30, last=False) + page(48_312, b"end", last=True)
    path.write_bytes(whole)
    assert ogg.duration_ms(path) == 1_000
    for torn in (whole[:-1], head + page(24_312, b"sound", last=False), b"", b"RIFF" + whole[4:], head[:20]):
        path.write_bytes(torn)
        assert ogg.duration_ms(path) is None


def test_names_cannot_leave_their_folders(archive: FileArchive) -> None:
    for name in ("../secrets", "a/b", "..", ".hidden", "/etc/passwd", "a\0b"):
        with pytest.raises(Unknown):
            archive.sound(name)
        with pytest.raises(Unknown):
            archive.voicemail(name)


def test_what_cannot_be_encoded_says_why_and_stays(archive: FileArchive, tmp_path: Path) -> None:
    source = tmp_path / "recordings/raw/r1.raw"
    with pytest.raises(Unknown):
        archive.encode("r1")
    source.write_bytes(b"")
    with pytest.raises(SoundUnusable):
        archive.encode("r1")
    source.write_bytes(samples(*[(1, 1)] * 8_000))
    with pytest.raises(SoundUnusable):
        archive.encode("r1")
    archive.drop_raw("r1")
    assert source.exists()
    assert list((tmp_path / "recordings/done").iterdir()) == []


def test_a_raw_recording_plays_under_a_wav_header(archive: FileArchive, tmp_path: Path) -> None:
    (tmp_path / "recordings/raw/r1.raw").write_bytes(samples(*[(1, 2)] * 100) + b"\1")
    sound = archive.sound("r1")
    assert (sound.kind, sound.size, len(sound.head)) == ("audio/wav", 444, 44)
    assert archive.used() == 401
    archive.remove("r1")
    with pytest.raises(Unknown):
        archive.sound("r1")
