"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """What flows say: text to be spoken or uploaded sound, per language."""

    name = "hollyhock.apps.prompts"
    label = "prompts"
    verbose_name = both("语音提示", "Prompts")
