"""Sound in memory: one channel, 16 bits; read from and written to WAV (RIFF, PCM)."""

from __future__ import annotations

import io
import sys
import wave
from array import array

import msgspec

from hollyhock.contracts.errors import Invalid

LONGEST_S = 600
"""Longest sound that is taken."""
RATES = (8_000, 48_000)
"""Lowest and highest sample rate that is taken."""
_QUIET = 160
"""Samples up to here count as silence (46 dB below full scale)."""
_MARGIN_MS = 25
"""Silence that is left at the ends of a trimmed sound."""


class Sound(msgspec.Struct, frozen=True):
    """Samples of one channel, 16 bits each."""

    rate: int
    """Samples a second."""
    samples: array[int]

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""
        return len(self.samples) * 1000 // self.rate

    def trimmed(self) -> Sound:
        """Return the sound without the silence at its ends, so that words follow each other as in speech."""
        loud = [index for index, sample in enumerate(self.samples) if abs(sample) > _QUIET]
        if not loud:
            return self
        margin = _MARGIN_MS * self.rate // 1000
        return Sound(self.rate, self.samples[max(0, loud[0] - margin) : loud[-1] + margin])


def read_wav(body: bytes) -> Sound:
    """Return the sound of a WAV file; two channels are mixed into one.

    A stream of unknown length, as speech engines write to a pipe, is read to its end. Raises ``Invalid`` with the
    remedy for what is no such file, too long, or of a rate or width that is not taken.
    """
    try:
        with wave.open(io.BytesIO(body)) as source:
            rate, channels, width = source.getframerate(), source.getnchannels(), source.getsampwidth()
            frames = source.readframes(min(source.getnframes(), len(body)))
    except (wave.Error, EOFError):
        raise _refused(
            "不是 PCM WAV 文件，请另存为 16 位 WAV", "this is no PCM WAV file; save it as 16-bit WAV"
        ) from None
    if width != 2 or channels not in {1, 2}:
        raise _refused("请另存为 16 位、单声道或双声道的 WAV", "save it as 16-bit WAV with one or two channels")
    if not RATES[0] <= rate <= RATES[1]:
        raise _refused("采样率应在 8 到 48 kHz 之间", "its sample rate must be between 8 and 48 kHz")
    samples = array("h", frames[: len(frames) // (2 * channels) * 2 * channels])
    if sys.byteorder == "big":
        samples.byteswap()
    if channels == 2:
        left, right = samples[0::2], samples[1::2]
        samples = array("h", ((a + b) // 2 for a, b in zip(left, right, strict=True)))
    if not samples:
        raise _refused("文件里没有声音", "the file has no sound in it")
    if len(samples) > LONGEST_S * rate:
        raise _refused(f"最长 {LONGEST_S // 60} 分钟", f"it may last {LONGEST_S // 60} minutes at most")
    return Sound(rate, samples)


def write_wav(sound: Sound) -> bytes:
    """Return a sound as a WAV file."""
    samples = sound.samples
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setparams((1, 2, sound.rate, 0, "NONE", "not compressed"))
        target.writeframes(samples.tobytes())
    return out.getvalue()


def _refused(zh: str, en: str) -> Invalid:
    return Invalid(field="audio", field_name="audio", remedy_zh=zh, remedy_en=en)
