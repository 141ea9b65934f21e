"""The addresses of web; each app may add pages through a ``pages.py``."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from hollyhock.web import api, health, language
from hollyhock.web.navigation import keep_ours

keep_ours()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

_login = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("api/", api.make().urls),
    path("office/language/", language.choose),
    path("office/", admin.site.urls),
    # People are made, and their passwords mended, by administrators only.
    *(path(f"accounts/{closed}", _login) for closed in ("signup/", "email/", "password/reset/")),
    path("accounts/", include("allauth.urls")),
    path("health", health.health),
    path("metrics", health.metrics),
    path("", RedirectView.as_view(url="/office/")),
]
