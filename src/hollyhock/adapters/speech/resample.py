"""Changing the sample rate: a windowed-sinc filter, one set of weights per phase.

See Smith, "Digital Audio Resampling", for the method. A second of speech takes some ten milliseconds, too little to ask
for a library of numpy's size.
"""

from __future__ import annotations

import math
from array import array
from functools import lru_cache
from operator import mul

from hollyhock.adapters.speech.sound import Sound

_LOBES = 8
"""Zero crossings of the sinc on each side: more is sharper and slower."""
_PASS = 0.92
"""Share of the narrower band that is kept; the rest is the filter's slope."""


def resample(sound: Sound, rate: int) -> Sound:
    """Return the same sound at another rate; what the new rate cannot carry is filtered away."""
    if rate == sound.rate:
        return sound
    common = math.gcd(rate, sound.rate)
    up, down = rate // common, sound.rate // common
    half, phases = _weights(up, down)
    padded = [0.0] * half + list(map(float, sound.samples)) + [0.0] * (half + 1)
    result = array("h")
    for index in range(len(sound.samples) * up // down):
        first, phase = divmod(index * down, up)
        value = sum(map(mul, phases[phase], padded[first + 1 : first + 1 + 2 * half]))
        result.append(max(-32768, min(32767, round(value))))
    return Sound(rate, result)


@lru_cache(maxsize=8)
def _weights(up: int, down: int) -> tuple[int, list[list[float]]]:
    """Return the half width in input samples and, for each phase, the weights of the samples around it."""
    cut = min(1.0, up / down) * _PASS
    half = math.ceil(_LOBES / cut)
    phases = []
    for phase in range(up):
        places = [tap - (half - 1) - phase / up for tap in range(2 * half)]
        weights = [cut * _sinc(cut * x) * _window(x / half) for x in places]
        total = sum(weights)
        phases.append([weight / total for weight in weights])
    return half, phases


def _sinc(x: float) -> float:
    return 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)


def _window(x: float) -> float:
    """Blackman's window over -1 to 1."""
    if abs(x) >= 1:
        return 0.0
    return 0.42 + 0.5 * math.cos(math.pi * x) + 0.08 * math.cos(2 * math.pi * x)
