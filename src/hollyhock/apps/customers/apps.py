"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Customers, their numbers, import and export."""

    name = "hollyhock.apps.customers"
    label = "customers"
    verbose_name = both("客户", "Customers")
