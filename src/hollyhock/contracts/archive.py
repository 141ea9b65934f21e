"""The port to the files of recordings and voicemails; all calls are synchronous and may take long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec


class RawFile(msgspec.Struct, frozen=True):
    """A recording as the switch writes it: headerless, two channels interleaved."""

    name: str
    """File name without extension: the recording's name."""
    duration_ms: int
    changed: int
    """Last write, epoch milliseconds."""


class Encoded(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a recording."""

    duration_ms: int
    size: int
    peaks: bytes
    """Loudness 0-255 per step: the first half is the customer's channel, the second what the customer hears."""


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """Something to play: ``head`` and then the file's bytes up to ``size`` altogether."""

    path: str
    kind: str
    """Media type."""
    size: int
    head: bytes = b""


class Archive(Protocol):
    """Where recordings stand, raw and encoded. A name that is no plain file name raises ``UnknownSound``."""

    def raw_files(self) -> Iterator[RawFile]:
        """Yield every raw file that is there now."""

    def raw_file(self, name: str) -> RawFile | None:
        """Return one raw file."""

    def encode(self, name: str) -> Encoded:
        """Make the encoded file durable beside the raw one, which stays; safe to repeat after any kill.

        Raises ``UnknownSound`` when there is neither, ``SoundUnusable`` when what is there cannot be encoded.
        """

    def drop_raw(self, name: str) -> None:
        """Remove the raw file, once the encoded one stands for it; what is gone counts as done."""

    def remove(self, name: str) -> None:
        """Remove a recording's files for good; what is gone counts as done."""

    def sound(self, name: str) -> Sound:
        """Return a recording to play, encoded or still raw; raise ``UnknownSound`` when its file is gone."""

    def raw_peaks(self, name: str) -> Encoded:
        """Return length and loudness of a recording that is still raw; raise ``UnknownSound`` when it is not there."""

    def voicemail(self, sound: str) -> Sound:
        """Return a voicemail to play; raise ``UnknownSound`` when its file is gone."""

    def voicemails(self, before: int) -> list[str]:
        """Return the voicemails that nobody has written since a moment (epoch milliseconds)."""

    def remove_voicemail(self, sound: str) -> None:
        """Remove a voicemail for good; what is gone counts as done."""

    def used(self) -> int:
        """Return the bytes that raw and encoded recordings take."""
