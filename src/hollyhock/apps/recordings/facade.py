"""What other apps may use of recordings."""

from __future__ import annotations

from hollyhock.apps.recordings.selectors import recorded, recordings_of
from hollyhock.apps.recordings.services import note_recordings

__all__ = ["note_recordings", "recorded", "recordings_of"]
