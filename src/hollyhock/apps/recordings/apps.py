"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Recordings: their files, their encoding, who listened."""

    name = "hollyhock.apps.recordings"
    label = "recordings"
    verbose_name = both("录音", "Recordings")
