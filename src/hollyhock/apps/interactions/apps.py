"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Interactions with their segments, offers, timelines and the agents' states."""

    name = "hollyhock.apps.interactions"
    label = "interactions"
    verbose_name = both("联络记录", "Interactions")
