"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Who did what and when; written once, never changed."""

    name = "hollyhock.apps.audit"
    label = "audit"
    verbose_name = both("审计", "Audit")
