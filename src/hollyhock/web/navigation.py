"""The sidebar: built from what the apps' admin classes say about themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from hollyhock.apps.base.words import both

GROUPS = {
    "customers": both("客户", "Customers"),
    "records": both("记录与报表", "Records and reports"),
    "routing": both("排队与路由", "Queues and routing"),
    "access": both("接入与流程", "Access and flows"),
    "people": both("人员", "People"),
    "system": both("系统", "System"),
}


def groups(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups with those pages that the person may open."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {name: [] for name in GROUPS}
    for model, page in admin.site._registry.items():
        place = getattr(page, "place", None)
        if place is not None and page.has_view_permission(request):
            entry = {
                "title": model._meta.verbose_name_plural,
                "icon": place.icon,
                "link": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
            }
            found[place.group].append((place.order, entry))
    home = {"title": both("概览", "Overview"), "icon": "dashboard", "link": reverse("admin:index")}
    listed = [
        {"title": GROUPS[name], "separator": True, "items": [entry for _, entry in sorted(entries, key=lambda e: e[0])]}
        for name, entries in found.items()
        if entries
    ]
    return [{"items": [home]}, *listed]


def keep_ours() -> None:
    """Take other people's tables out of the back office: their rows have no gate."""
    admin.autodiscover()
    for model in list(admin.site._registry):
        if model._meta.app_config.name not in settings.HOLLYHOCK_APPS:
            admin.site.unregister(model)


def stylesheet(_request: HttpRequest) -> str:
    """Return the address of our own few style rules."""
    return static("hollyhock/office.css")
