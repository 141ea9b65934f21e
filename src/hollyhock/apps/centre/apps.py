"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Skills, queues, entry points, calendars, reasons, wrap-up codes and trunks."""

    name = "hollyhock.apps.centre"
    label = "centre"
    verbose_name = both("客服中心", "Centre")
