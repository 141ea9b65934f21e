"""Brings entries of older releases up to date, so that old journals replay."""

from collections.abc import Callable, Mapping

Fields = dict[str, object]
"""An entry as plain JSON values."""
Upcaster = Callable[[Fields], Fields]
"""Takes an entry of one version, returns it as the next version would have written it."""

VERSION = 1
"""What this release writes. Raise it, and add an upcaster, with each change that old entries do not decode after."""

UPCASTERS: Mapping[int, Upcaster] = {}
"""By the version that each one reads."""


def upcast(fields: Fields, version: int, upcasters: Mapping[int, Upcaster], newest: int) -> Fields:
    """Return ``fields``, written as ``version``, in the shape of ``newest``; ``KeyError`` names a missing step."""
    for step in range(version, newest):
        fields = upcasters[step](fields)
    return fields
