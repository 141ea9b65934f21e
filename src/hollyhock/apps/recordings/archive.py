"""The archive of this process; one settings entry names the factory that makes it."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from hollyhock.contracts.archive import Archive


@cache
def archive() -> Archive:
    """Return the archive."""
    made: Archive = import_string(settings.HOLLYHOCK_ARCHIVE)()
    return made
