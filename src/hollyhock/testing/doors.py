"""Doors that lead nowhere and remember: pokes are counted, speech writes its text."""

from __future__ import annotations

from pathlib import Path

from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.ids import Scope


class RememberingDoors:
    """Stands in for the outside in tests of the business side."""

    def __init__(self) -> None:
        """Begin with nothing remembered."""
        self.pokes: list[Scope] = []
        self.spoken: list[tuple[str, str]] = []

    def poke(self, scope: Scope) -> None:
        """Remember the poke."""
        self.pokes.append(scope)

    def speak(self, text: str, language: str, target: Path) -> None:
        """Write the text itself where the sound would stand."""
        self.spoken.append((text, language))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())

    def convert(self, upload: bytes, target: Path) -> None:
        """Copy the upload; refuse what does not begin as a WAV does."""
        if not upload.startswith(b"RIFF"):
            raise Invalid(
                field="upload", field_name="upload", remedy_zh="请上传 WAV 文件。", remedy_en="upload a WAV file."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(upload)


_made = RememberingDoors()


def make() -> RememberingDoors:
    """Return this process's doors."""
    return _made
