"""Flows in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hollyhock.apps.base.words import both
from hollyhock.apps.flows import editor, selectors
from hollyhock.apps.flows.models import Flow, FlowVersion
from hollyhock.apps.people.facade import NAMES, GatedAdmin, Place, button, column


@admin.register(Flow)
class FlowAdmin(GatedAdmin):
    """Flows; their text has a page of its own."""

    place = Place("access", 20, "account_tree")
    list_display = ("code", "label", "state", "draft", "entries", "open_text")
    search_fields = ("code", "name_zh", "name_en")
    fieldsets = (NAMES,)
    actions_detail = ["text"]

    def get_urls(self) -> list[Any]:
        """Add the editor."""
        view = self.admin_site.admin_view(editor.edit)
        return [path("<int:pk>/editor/", view, name="flows_flow_editor"), *super().get_urls()]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Go on with the text of a new flow."""
        return HttpResponseRedirect(reverse("admin:flows_flow_editor", args=[obj.pk]))

    @button("编辑内容", "Edit the text", permissions=["view"], icon="edit_note", url_path="open-text")
    def text(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Open the editor."""
        return HttpResponseRedirect(reverse("admin:flows_flow_editor", args=[object_id]))

    @column("名称", "Name")
    def label(self, row: Flow) -> str:
        """Show the name in the language in force."""
        return str(row)

    @column("已发布", "Published", label={True: "success", False: "warning"})
    def state(self, row: Flow) -> tuple[bool, Any]:
        """Show the version that callers meet."""
        version = selectors.published(row)
        return (True, f"#{version.number}") if version else (False, both("未发布", "Not published"))

    @column("草稿", "Draft")
    def draft(self, row: Flow) -> str:
        """Show the draft's number."""
        found = row.versions.filter(state=FlowVersion.State.DRAFT).first()
        return f"#{found.number}" if found else "-"

    @column("接入点", "Entry points")
    def entries(self, row: Flow) -> str:
        """Show where callers meet it."""
        return ", ".join(row.entry_points.values_list("address", flat=True)) or "-"

    @column("内容", "Text")
    def open_text(self, row: Flow) -> SafeString:
        """Link to the editor."""
        words = both("编辑、试运行、发布", "Edit, try, publish")
        return format_html(
            '<a class="font-semibold text-primary-600 dark:text-primary-400" href="{}">{}</a>',
            reverse("admin:flows_flow_editor", args=[row.pk]),
            words,
        )
