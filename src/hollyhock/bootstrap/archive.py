"""The archive of recordings, as ``HOLLYHOCK_ARCHIVE`` names it."""

from __future__ import annotations

import platform

from hollyhock.adapters.audio.archive import FileArchive
from hollyhock.adapters.settings import home, load_settings
from hollyhock.contracts.parts import PartsLayout


def make() -> FileArchive:
    """Return the archive of this home folder, which encodes with the fetched program or the user's own."""
    folder = home()
    layout = PartsLayout(home=str(folder), settings=load_settings(folder), machine=platform.machine())
    return FileArchive(folder, layout.opusenc)
