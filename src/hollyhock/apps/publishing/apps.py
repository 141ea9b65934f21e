"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """The outbox and the numbered versions of the directory."""

    name = "hollyhock.apps.publishing"
    label = "publishing"
    verbose_name = both("发布", "Publishing")
