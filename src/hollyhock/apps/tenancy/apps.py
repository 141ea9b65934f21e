"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """Tenants, sites and routing domains."""

    name = "hollyhock.apps.tenancy"
    label = "tenancy"
    verbose_name = both("租户与站点", "Tenants and sites")
