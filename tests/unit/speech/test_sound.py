"""Sounds: WAV in and out, other sample rates, and what is refused with a remedy."""

import io
import math
import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.speech.fake_engine import ToneEngine

from hollyhock.adapters.speech.files import exists, write_sound
from hollyhock.adapters.speech.resample import resample
from hollyhock.adapters.speech.sound import LONGEST_S, Sound, read_wav, write_wav
from hollyhock.adapters.speech.studio import LONGEST_TEXT, Studio
from hollyhock.contracts.errors import Invalid


def tone(hertz: float, rate: int, samples: int) -> Sound:
    step = 2 * math.pi * hertz / rate
    return Sound(rate, array("h", (round(10_000 * math.sin(step * n)) for n in range(samples))))


def wav(body: bytes, *, rate: int = 8_000, channels: int = 1, width: int = 2) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setparams((channels, width, rate, 0, "NONE", ""))
        target.writeframes(body)
    return out.getvalue()


def test_silence_at_the_ends_is_trimmed_but_for_a_margin() -> None:
    body = [0] * 4_000 + [5_000] * 800 + [0] * 400 + [5_000] * 800 + [50] * 8_000
    trimmed = Sound(8_000, array("h", body)).trimmed()
    assert len(trimmed.samples) == 2_000 + 2 * 200 - 1
    silence = Sound(8_000, array("h", [0] * 100))
    assert silence.trimmed() == silence


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=50), st.sampled_from([8_000, 16_000, 22_050]))
def test_a_sound_written_is_read_again(samples: list[int], rate: int) -> None:
    sound = Sound(rate, array("h", samples))
    assert read_wav(write_wav(sound)) == sound


def test_two_channels_are_mixed() -> None:
    body = array("h", [100, 300, -100, -300]).tobytes()
    assert read_wav(wav(body, channels=2)).samples == array("h", [200, -200])


def test_a_stream_of_unknown_length_is_read_to_its_end() -> None:
    body = bytearray(wav(b"\x01\x00" * 500))
    body[4:8] = b"\x24\xf0\xff\x7f"
    body[40:44] = b"\x00\xf0\xff\x7f"
    assert len(read_wav(bytes(body)).samples) == 500


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"RIFF",
        b"not a sound at all",
        wav(b""),
        wav(b"\x01" * 100, width=1),
        wav(b"\x01" * 600, width=3),
        wav(b"\x01" * 600, channels=3),
        wav(b"\x01\x00" * 100, rate=4_000),
        wav(b"\x01\x00" * 100, rate=96_000),
        wav(b"\x01\x00" * (8_000 * LONGEST_S + 1)),
    ],
)
def test_what_is_no_usable_sound_is_refused_with_a_remedy(body: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read_wav(body)
    problem = caught.value.problem()
    assert problem.field == "audio"
    assert problem.zh != problem.en


@pytest.mark.parametrize("rate", [8_000, 16_000])
@pytest.mark.parametrize("source", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_a_tone_keeps_its_shape_at_another_rate(source: int, rate: int) -> None:
    result = resample(tone(1_000, source, source // 4), rate)
    expected = tone(1_000, rate, rate // 4)
    assert abs(len(result.samples) - rate // 4) <= 1
    middle = range(rate // 20, rate // 5)
    assert max(abs(result.samples[n] - expected.samples[n]) for n in middle) < 100


def test_what_the_new_rate_cannot_carry_is_filtered_away() -> None:
    result = resample(tone(5_500, 22_050, 11_025), 8_000)
    assert max(abs(sample) for sample in result.samples[200:-200]) < 100


def test_full_scale_does_not_wrap_around() -> None:
    square = Sound(22_050, array("h", ([32_767] * 20 + [-32_768] * 20) * 100))
    result = resample(square, 16_000)
    assert max(result.samples) > 30_000
    assert all(abs(a - b) < 60_000 for a, b in zip(result.samples, result.samples[1:], strict=False))


def test_the_rate_of_calls_is_written_and_the_extension_is_replaced(tmp_path: Path) -> None:
    assert not exists(tmp_path / "a" / "hello")
    write_sound(tmp_path / "a" / "hello.ogg", tone(500, 22_050, 22_050))
    assert exists(tmp_path / "a" / "hello")
    with wave.open(str(tmp_path / "a" / "hello.wav")) as sound:
        assert (sound.getframerate(), sound.getnframes(), sound.getsampwidth()) == (8_000, 8_000, 2)
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"hello.wav"}


def test_the_studio_speaks_text_and_takes_uploads(tmp_path: Path) -> None:
    studio = Studio(ToneEngine())
    studio.speak("你好", "zh-Hans", tmp_path / "a")
    studio.convert(wav(b"\x01\x00" * 800, rate=16_000), tmp_path / "b.wav")
    assert exists(tmp_path / "a")
    assert exists(tmp_path / "b")
    for text in ("", "  ", "x" * (LONGEST_TEXT + 1)):
        with pytest.raises(Invalid):
            studio.speak(text, "en", tmp_path / "c")
    assert not exists(tmp_path / "c")
