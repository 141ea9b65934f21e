"""The REST interface: every app's ``api.py`` gives a ``router``; the description is at ``/api/openapi.json``."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.security import django_auth

from hollyhock.web import installed, problems


def make() -> NinjaAPI:
    """Return the API with all routers, guarded by the session cookie and its CSRF token."""
    api = NinjaAPI(
        title="Hollyhock",
        version="1",
        description="Times are epoch milliseconds. Errors are problems in Chinese and English.",
        auth=django_auth,
        urls_namespace="api",
    )
    problems.install(api)
    for module in installed.modules("api"):
        api.add_router("", module.router)
    return api
