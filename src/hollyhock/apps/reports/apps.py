"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Reports; the app has no tables of its own."""

    name = "hollyhock.apps.reports"
    label = "reports"
    verbose_name = both("报表", "Reports")
