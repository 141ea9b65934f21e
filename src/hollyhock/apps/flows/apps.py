"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Flows as YAML with versions, difference, dry run and publishing."""

    name = "hollyhock.apps.flows"
    label = "flows"
    verbose_name = both("流程", "Flows")
