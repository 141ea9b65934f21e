"""Sites in the back office."""

from __future__ import annotations

from django.contrib import admin

from hollyhock.apps.people.facade import NAMES, GatedAdmin, Place, column
from hollyhock.apps.tenancy.models import Site


@admin.register(Site)
class SiteAdmin(GatedAdmin):
    """Sites."""

    place = Place("people", 30, "location_city")
    list_display = ("code", "label")
    search_fields = ("code", "name_zh", "name_en")
    fieldsets = (NAMES,)

    @column("名称", "Name")
    def label(self, row: Site) -> str:
        """Show the name in the language in force."""
        return str(row)
