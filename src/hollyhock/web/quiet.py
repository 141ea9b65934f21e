"""Keeping people out of the logs: Django's own messages name routes instead of addresses, which may hold numbers."""

from __future__ import annotations

import logging

_LOGGERS = ("django.request", "django.security.csrf")


class RoutesOnly(logging.Filter):
    """Puts the route (``api/customers/<number>``) where Django's message has the requested path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; every record passes."""
        request = getattr(record, "request", None)
        if isinstance(record.args, tuple) and len(record.args) == 2:
            match = getattr(request, "resolver_match", None)
            record.args = (record.args[0], getattr(match, "route", "") or "?")
        return True


def install() -> None:
    """Filter Django's loggers; quiet the one that names everybody who logs in, for the audit trail has that."""
    logging.getLogger("axes").setLevel(logging.ERROR)
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, RoutesOnly) for one in logger.filters):
            logger.addFilter(RoutesOnly())
