"""The audit trail in the back office: read-only."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.base.words import both
from hollyhock.apps.people.facade import Place, ReadOnlyAdmin, column

_COLOURS = {
    **dict.fromkeys(("logged_in", "logged_out", "viewed", "listened", "exported"), "info"),
    **dict.fromkeys(("added", "changed", "published", "imported"), "success"),
    "deleted": "warning",
    "log_in_failed": "danger",
}


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Who did what and when."""

    place = Place("system", 10, "policy")
    list_display = ("at", "who", "what", "kind_name", "thing", "field_names", "address")
    list_filter = ("action", "at")
    search_fields = ("actor", "thing", "kind")
    date_hierarchy = "at"

    @column("人员", "Person", ordering="actor")
    def who(self, row: Entry) -> Any:
        """Show the log-in name; the program itself has none."""
        return both("系统", "System") if row.actor == "-" else row.actor

    @column(
        "操作",
        "Action",
        ordering="action",
        label=_COLOURS,
    )
    def what(self, row: Entry) -> tuple[str, str]:
        """Show the action."""
        return row.action, row.get_action_display()

    @column("对象类型", "Kind of thing", ordering="kind")
    def kind_name(self, row: Entry) -> str:
        """Show the kind of thing by its name on the pages."""
        try:
            return str(apps.get_model(row.kind)._meta.verbose_name)
        except (LookupError, ValueError):
            return row.kind

    @column("字段", "Fields")
    def field_names(self, row: Entry) -> str:
        """Show the changed columns by their names on the pages."""
        try:
            model = apps.get_model(row.kind)
        except (LookupError, ValueError):
            return row.fields
        names = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields}
        return ", ".join(names.get(name, name) for name in filter(None, row.fields.split(", ")))
