"""Which voicemails are still needed; apart from the other selectors, since those are used by interactions."""

from __future__ import annotations

from collections.abc import Collection

from hollyhock.apps.interactions.facade import Interaction

_SLICE = 500
"""Keys per query: SQLite takes a limited number of parameters."""


def awaited(sounds: Collection[str]) -> set[str]:
    """Return those of the voicemails that an interaction which is not over still needs."""
    found: set[str] = set()
    for start in range(0, len(sounds), _SLICE):
        part = sorted(sounds)[start : start + _SLICE]
        found.update(Interaction.objects.filter(sound__in=part, closed=None).values_list("sound", flat=True))
    return found
