"""The project's own place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Joins what several apps share: the audit of log-ins."""

    name = "hollyhock.web"
    label = "web"

    def ready(self) -> None:
        """Begin to listen for log-ins."""
        from hollyhock.web import quiet
        from hollyhock.web.accounts import listen

        quiet.install()
        listen()
