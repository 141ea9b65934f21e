"""The fetched programs really run from their folder."""

import os
import subprocess
import wave
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from hollyhock.cli.parts import check, fetch
from hollyhock.cli.parts.errors import PartsError
from hollyhock.contracts.parts import Program
from hollyhock.testing.parts import fetched_parts


def run(program: Program, *arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [*program.argv, *arguments],
        env={**os.environ, **program.env},
        capture_output=True,
        timeout=30,
        check=True,
        **options,
    )


def test_every_program_is_new_enough() -> None:
    assert [found.name for found in check(fetched_parts())] == ["asterisk", "nats-server", "espeak-ng", "opusenc"]


def test_complete_parts_are_not_fetched_again() -> None:
    steps: list[str] = []
    manifest = fetch(Path(fetched_parts().home), lambda step, _share: steps.append(step))
    assert steps == []
    assert "asterisk" in {package.name for package in manifest.packages}


@pytest.mark.parametrize(("voice", "text"), [("cmn", "您好，欢迎致电一零零一。"), ("en", "Welcome to one oh oh one.")])
def test_speech_in_both_languages(voice: str, text: str) -> None:
    spoken = run(fetched_parts().espeak_ng, "-v", voice, "--stdout", text).stdout
    # What goes through a pipe carries no true length in its header; the sound after it does.
    with wave.open(BytesIO(spoken)) as sound:
        assert (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (22050, 2, 1)
    assert len(spoken) > 22050
    assert any(spoken[100:])


def test_caller_of_the_tests_runs() -> None:
    # SIPp leaves with 99 after telling its version.
    sipp = fetched_parts().sipp
    done = subprocess.run([*sipp.argv, "-v"], capture_output=True, text=True, timeout=30, check=False)
    assert "SIPp v3" in done.stdout


def test_encoder_makes_an_ogg(tmp_path: Path) -> None:
    target = tmp_path / "tone.opus"
    run(
        fetched_parts().opusenc, "--raw", "--raw-rate", "8000", "--raw-chan", "2", "-", str(target), input=bytes(32_000)
    )
    assert target.read_bytes()[:4] == b"OggS"


def test_folders_of_the_switch_are_there() -> None:
    parts = fetched_parts()
    assert (Path(parts.asterisk_modules) / "res_ari.so").exists()
    assert (Path(parts.asterisk_modules) / "chan_websocket.so").exists()
    assert (Path(parts.asterisk_data) / "rest-api").is_dir()
    assert any(Path(parts.music).glob("*.wav"))
    assert any(Path(parts.asterisk_sounds).glob("*.gsm"))


def test_too_old_program_of_the_users_own_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "asterisk"
    old.write_text("#!/bin/sh\necho Asterisk 20.5.0\n")
    old.chmod(0o755)
    parts = fetched_parts()
    settings = msgspec.structs.replace(parts.settings, asterisk=str(old))
    with pytest.raises(PartsError, match=r"20\.5\.0.*22\.7"):
        check(msgspec.structs.replace(parts, settings=settings))


def test_missing_program_of_the_users_own_is_named(tmp_path: Path) -> None:
    parts = fetched_parts()
    settings = msgspec.structs.replace(parts.settings, nats_server=str(tmp_path / "nowhere"))
    with pytest.raises(PartsError, match="nats-server"):
        check(msgspec.structs.replace(parts, settings=settings))
