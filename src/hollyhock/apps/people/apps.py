"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """People, teams, roles and the one permission gate."""

    name = "hollyhock.apps.people"
    label = "people"
    verbose_name = both("人员与班组", "People and teams")
