"""The configuration of a home: private, complete, safe to write again."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.config import SwitchLayout, command, render
from hollyhock.adapters.asterisk.sounds import wave_ms
from hollyhock.contracts.settings import Ports, Secrets, Settings

SECRETS = Secrets(django="", token="", ari="ari-secret", ami="ami-secret", bus="")
AT_HOME = Settings(ports=Ports(sip=15060, ari=18088, ami=15038))
OUTSIDE = Settings(media_address="203.0.113.9")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    render(AT_HOME, SECRETS, home)
    return home


def read(home: Path, name: str) -> str:
    return (SwitchLayout(home).etc / name).read_text()


def test_nothing_is_left_to_fill_in_and_nobody_else_reads_it(home: Path) -> None:
    etc = SwitchLayout(home).etc
    assert etc.stat().st_mode & 0o077 == 0
    for file in etc.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
        assert "$$" not in file.read_text(), file.name
    assert "password = ari-secret" in read(home, "ari.conf")
    assert "secret = ami-secret" in read(home, "manager.conf")


def test_control_is_on_loopback_whatever_the_network(home: Path, tmp_path: Path) -> None:
    render(OUTSIDE, SECRETS, tmp_path)
    for place in (home, tmp_path):
        assert "bindaddr = 127.0.0.1" in read(place, "http.conf")
        assert "bindaddr = 127.0.0.1" in read(place, "manager.conf")
    assert "bind = 127.0.0.1:15060" in read(home, "pjsip.conf")
    assert "external" not in read(home, "pjsip.conf")
    assert "0.0.0.0" not in read(home, "pjsip.conf")


def test_phones_of_the_network_are_told_the_address_that_reaches_us(tmp_path: Path) -> None:
    render(OUTSIDE, SECRETS, tmp_path)
    assert read(tmp_path, "pjsip.conf").count("bind = 0.0.0.0:5060") == 2
    assert read(tmp_path, "pjsip.conf").count("external_media_address = 203.0.113.9") == 2
    assert "=> 203.0.113.9,include_local_address" in read(tmp_path, "rtp.conf")


def test_writing_again_changes_nothing_and_keeps_what_was_made(home: Path) -> None:
    layout = SwitchLayout(home)
    before = {file.name: file.read_bytes() for file in layout.etc.iterdir()}
    made = layout.tone.with_suffix(".wav").stat().st_mtime_ns
    (layout.voicemail / "m.wav").write_bytes(b"kept")
    render(AT_HOME, SECRETS, home)
    assert {file.name: file.read_bytes() for file in layout.etc.iterdir()} == before
    assert layout.tone.with_suffix(".wav").stat().st_mtime_ns == made
    assert (layout.spool / "recording" / "m.wav").read_bytes() == b"kept"


def test_there_is_music_that_never_clips_and_a_short_tone(home: Path) -> None:
    layout = SwitchLayout(home)
    assert 200 <= wave_ms(layout.tone.with_suffix(".wav")) <= 1000
    (loop,) = layout.music.glob("*.wav")
    assert wave_ms(loop) >= 10_000
    with wave.open(str(loop)) as sound:
        samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
    assert 1000 < max(samples) < 30_000
    assert abs(samples[0]) + abs(samples[-1]) < 100


def test_it_runs_in_the_foreground_with_our_configuration(home: Path) -> None:
    argv = command(AT_HOME, home).argv
    assert "-f" in argv
    assert argv[-2:] == ("-C", str(SwitchLayout(home).etc / "asterisk.conf"))


def test_a_sound_that_is_not_whole_has_no_length(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    assert wave_ms(broken) == 0
    broken.write_bytes(b"RIFF")
    assert wave_ms(broken) == 0
