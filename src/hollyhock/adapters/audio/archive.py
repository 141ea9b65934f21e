"""The files of recordings and voicemails in one home folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from hollyhock.adapters.audio import ogg, raw
from hollyhock.contracts.archive import Encoded, RawFile, Sound
from hollyhock.contracts.errors import SoundUnusable, UnknownSound
from hollyhock.contracts.parts import Program

_FORM = ("--raw", "--raw-bits", "16", "--raw-chan", "2", "--raw-rate", str(raw.RATE))
_QUALITY = ("--bitrate", "36", "--music", "--framesize", "40")
"""Not ``--speech``: its stereo prediction makes who talks on one side heard on the other side, too."""
_MANNER = ("--comp", "5", "--no-phase-inv", "--discard-comments", "--quiet")
_SLACK_MS = 40
"""A frame of Opus: an encoded file may differ from its source by no more."""


class FileArchive:
    """``recordings/raw``, ``recordings/done`` and ``voicemail`` below a home folder."""

    def __init__(self, home: Path, encoder: Program) -> None:
        """Take the folder and the program that encodes."""
        self._raw = home / "recordings" / "raw"
        self._done = home / "recordings" / "done"
        self._voicemail = home / "voicemail"
        self._encoder = encoder

    def raw_files(self) -> Iterator[RawFile]:
        """Yield every raw file that is there now."""
        for path in sorted(self._raw.glob("*.raw")):
            if found := self.raw_file(path.stem):
                yield found

    def raw_file(self, name: str) -> RawFile | None:
        """Return one raw file."""
        try:
            facts = self._raw_path(name).stat()
        except FileNotFoundError:
            return None
        return RawFile(name, raw.duration_ms(facts.st_size), facts.st_mtime_ns // 1_000_000)

    def encode(self, name: str) -> Encoded:
        """Encode, make durable, only then give the file its name; an earlier result of the whole sound is taken."""
        source, target = self._raw_path(name), self._done_path(name)
        kept = self.raw_file(name)
        if kept is None:
            return self._already_done(name, target)
        if not kept.duration_ms:
            raise SoundUnusable(why_zh="没有声音", why_en="it is empty")
        length = ogg.duration_ms(target) if target.exists() else None
        if length is None or length < kept.duration_ms - _SLACK_MS:
            self._make(source, target, kept.duration_ms)
            length = ogg.duration_ms(target)
        elif length > kept.duration_ms + _SLACK_MS:
            raise SoundUnusable(why_zh="同名的归档文件更长", why_en="a longer file of this name is archived already")
        return Encoded(duration_ms=length or 0, size=target.stat().st_size, peaks=raw.peaks(source))

    def drop_raw(self, name: str) -> None:
        """Remove the raw file if the encoded one really stands for it."""
        if self._done_path(name).exists():
            self._raw_path(name).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove both files."""
        self._raw_path(name).unlink(missing_ok=True)
        self._done_path(name).unlink(missing_ok=True)

    def sound(self, name: str) -> Sound:
        """Return a recording to play: the encoded file, or the raw one under a WAV header."""
        done, source = self._done_path(name), self._raw_path(name)
        with suppress(FileNotFoundError):
            return Sound(path=str(done), kind="audio/ogg", size=done.stat().st_size)
        with suppress(FileNotFoundError):
            size = source.stat().st_size
            head = raw.wav_head(size)
            return Sound(path=str(source), kind="audio/wav", size=len(head) + raw.whole(size), head=head)
        raise UnknownSound(name=name)

    def raw_peaks(self, name: str) -> Encoded:
        """Return length and loudness of a raw recording."""
        found = self.raw_file(name)
        if found is None:
            raise UnknownSound(name=name)
        return Encoded(duration_ms=found.duration_ms, size=0, peaks=raw.peaks(self._raw_path(name)))

    def voicemail(self, sound: str) -> Sound:
        """Return a voicemail, a WAV file."""
        path = _inside(self._voicemail, sound)
        try:
            return Sound(path=str(path), kind="audio/wav", size=path.stat().st_size)
        except FileNotFoundError:
            raise UnknownSound(name=sound) from None

    def voicemails(self, before: int) -> list[str]:
        """Return the voicemails that are older than a moment."""
        found = []
        for path in sorted(self._voicemail.glob("*.wav")):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime_ns // 1_000_000 < before:
                    found.append(path.name)
        return found

    def remove_voicemail(self, sound: str) -> None:
        """Remove a voicemail."""
        _inside(self._voicemail, sound).unlink(missing_ok=True)

    def used(self) -> int:
        """Return the bytes that the recordings take."""
        total = 0
        for folder in (self._raw, self._done):
            for path in folder.glob("*"):
                with suppress(FileNotFoundError):
                    total += path.stat().st_size
        return total

    def _already_done(self, name: str, target: Path) -> Encoded:
        """The raw file went when the encoded one was whole: what is left is to say so."""
        if not target.exists():
            raise UnknownSound(name=name)
        length = ogg.duration_ms(target)
        if length is None:
            raise SoundUnusable(why_zh="归档文件已损坏", why_en="the archived file is damaged")
        return Encoded(duration_ms=length, size=target.stat().st_size, peaks=b"")

    def _make(self, source: Path, target: Path, duration_ms: int) -> None:
        self._done.mkdir(parents=True, exist_ok=True)
        for stale in self._done.glob(f".{target.stem}.*.part"):
            stale.unlink(missing_ok=True)
        # A file of its own for each try, opened here: a child that outlived a killed worker still writes to the old
        # one, which has no name any more.
        part = self._done / f".{target.stem}.{uuid.uuid4().hex}.part"
        with part.open("wb") as output:
            self._run([*self._encoder.argv, *_FORM, *_QUALITY, *_MANNER, str(source), "-"], output)
        if not _matches(part, duration_ms):
            part.unlink(missing_ok=True)
            raise SoundUnusable(why_zh="压缩后的时长不符", why_en="the encoded length differs")
        _sync(part)
        part.replace(target)
        _sync(self._done)

    def _run(self, command: list[str], output: BinaryIO) -> None:
        polite = [tool for tool in (["nice", "-n", "19"], ["ionice", "-c", "3"]) if shutil.which(tool[0])]
        words = [word for tool in polite for word in tool] + command
        surroundings = {**os.environ, **self._encoder.env}
        done = subprocess.run(words, env=surroundings, stdout=output, stderr=subprocess.PIPE, check=False)
        if done.returncode:
            Path(output.name).unlink(missing_ok=True)
            why = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [str(done.returncode)]
            raise SoundUnusable(why_zh=f"压缩程序报错（{why[0]}）", why_en=f"the encoder says: {why[0]}")

    def _raw_path(self, name: str) -> Path:
        return _inside(self._raw, f"{name}.raw")

    def _done_path(self, name: str) -> Path:
        return _inside(self._done, f"{name}.opus")


def _inside(folder: Path, name: str) -> Path:
    path = folder / name
    if path.parent != folder or name.startswith(".") or "\0" in name:
        raise UnknownSound(name=name)
    return path


def _matches(path: Path, duration_ms: int) -> bool:
    try:
        length = ogg.duration_ms(path)
    except FileNotFoundError:
        return False
    return length is not None and abs(length - duration_ms) <= _SLACK_MS


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
