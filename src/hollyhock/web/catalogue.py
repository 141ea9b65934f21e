"""Words for other people's pages that lack them; written as gettext catalogues below the home folder."""

from __future__ import annotations

import struct
from pathlib import Path

from django.conf import settings

from hollyhock.web.catalogue_words import CHINESE, ENGLISH


def write() -> Path:
    """Write the compiled catalogues (GNU gettext .mo) where ``LOCALE_PATHS`` finds them; return the Chinese one.

    Safe to repeat.
    """
    _write("en", ENGLISH)
    return _write("zh_Hans", CHINESE)


def _write(locale: str, words: dict[str, str]) -> Path:
    folder = Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "django.mo"
    target.write_bytes(compiled({"": "Content-Type: text/plain; charset=UTF-8\n", **words}))
    return target


def compiled(words: dict[str, str]) -> bytes:
    """Return the .mo form of a catalogue: two tables of (length, offset), sorted by the original, then the texts."""
    originals = sorted((original.encode(), text.encode()) for original, text in words.items())
    count, head = len(originals), 28
    offset = head + 16 * count
    tables: tuple[list[bytes], list[bytes]] = ([], [])
    texts = b""
    for side, table in enumerate(tables):
        for pair in originals:
            table.append(struct.pack("<II", len(pair[side]), offset + len(texts)))
            texts += pair[side] + b"\0"
    start = struct.pack("<7I", 0x950412DE, 0, count, head, head + 8 * count, 0, 0)
    return start + b"".join(tables[0]) + b"".join(tables[1]) + texts
