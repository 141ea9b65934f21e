"""The project's own place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Joins what several apps share: the audit of log-ins."""

    name = "hollyhock.web"
    label = "web"

    def ready(self) -> None:
        """Begin to listen for log-ins; close the admin pages of other people's tables, which know no gate."""
        from hollyhock.web import quiet
        from hollyhock.web.accounts import listen
        from hollyhock.web.navigation import keep_ours

        quiet.install()
        listen()
        keep_ours()
