"""What was unpacked: names, versions and hashes, kept in the unpacked folder itself so that both appear at once."""

from pathlib import Path

import msgspec

WANTED = (
    "asterisk",
    "asterisk-modules",
    "asterisk-core-sounds-en-gsm",
    "asterisk-moh-opsound-wav",
    "espeak-ng",
    "nats-server",
    "opus-tools",
    "sip-tester",
)
"""The packages that we ask for; what they need comes along."""


class Package(msgspec.Struct, frozen=True):
    """One unpacked package; `sha256` is of the file that apt verified."""

    name: str
    version: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """Everything that stands in the folder."""

    suite: str
    wanted: tuple[str, ...]
    packages: tuple[Package, ...]

    def write(self, root: Path) -> None:
        """Write `parts.json` into the unpacked folder."""
        (root / "parts.json").write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1))


def parts_root(home: Path) -> Path:
    """Return the folder of the unpacked parts of a home."""
    return home / "parts" / "root"


def read_manifest(home: Path) -> Manifest | None:
    """Return the manifest of a home's parts, or None when there are none or the file is not readable."""
    try:
        return msgspec.json.decode((parts_root(home) / "parts.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None
