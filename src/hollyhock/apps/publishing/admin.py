"""Published directories in the back office: read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from hollyhock.apps.people.facade import Place, ReadOnlyAdmin, column
from hollyhock.apps.publishing.models import Version


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """Versions of the directory that the engine was given."""

    place = Place("system", 30, "publish")
    list_display = ("number", "published", "contents")
    fields = ("number", "published", "contents")

    @column("内容", "Contents")
    def contents(self, row: Any) -> str:
        """Show how much of what it holds."""
        return " · ".join(f"{name} {count}" for name, count in row.summary.items())
