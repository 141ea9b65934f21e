"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig

from hollyhock.apps.base.words import both


class Config(AppConfig):
    """The demo centre's billing connector: balances in a table of its own."""

    name = "hollyhock.apps.billing_demo"
    label = "billing_demo"
    verbose_name = both("计费演示", "Billing demo")
