"""Customers in the back office, with import and export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from unfold.widgets import UnfoldAdminFileFieldWidget

from hollyhock.apps.base.words import both, sentence
from hollyhock.apps.customers import exchange, services
from hollyhock.apps.customers.models import Customer, Phone
from hollyhock.apps.people.facade import GatedAdmin, GatedInline, Place, button, column
from hollyhock.contracts.errors import HollyhockError


class PhoneInline(GatedInline):
    """The telephone numbers of a customer."""

    model = Phone
    fields = ("e164",)


class ImportForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=both("文件（.xlsx 或 .csv）", "File (.xlsx or .csv)"), widget=UnfoldAdminFileFieldWidget
    )


MEANINGS = {
    "number": both("客户编号，必填", "Customer number, needed"),
    "name": both("姓名，必填", "Name, needed"),
    "phone": both("电话号码；多个用分号分开", "Telephone numbers, with semicolons between them"),
    "language": both("语言：zh-Hans 或 en", "Language: zh-Hans or en"),
    "tier": both("等级：standard 或 vip", "Tier: standard or vip"),
    "email": both("电子邮箱", "E-mail"),
    "company": both("单位", "Company"),
    "address": both("地址", "Address"),
    "note": both("备注", "Note"),
}
"""What each column of an import holds."""


@admin.register(Customer)
class CustomerAdmin(GatedAdmin):
    """Customers."""

    place = Place("customers", 10, "contacts")
    list_display = ("number", "name", "phone_list", "tier_label", "language", "company", "email")
    list_filter = ("tier", "language")
    search_fields = ("number", "name", "company", "email", "phones__e164")
    inlines = (PhoneInline,)
    actions_list = ["import_page", "export_excel", "export_csv"]
    fieldsets = (
        (None, {"fields": (("number", "name"), ("tier", "language"))}),
        (both("联系方式", "Contact"), {"fields": (("email", "company"), "address", "note")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the numbers with the customers."""
        return super().get_queryset(request).prefetch_related("phones")

    def get_urls(self) -> list[Any]:
        """Add the import page."""
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="customers_customer_import"), *super().get_urls()]

    @button("导入", "Import", permissions=["add"], icon="upload", url_path="go-import")
    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Open the import page."""
        return HttpResponseRedirect(reverse("admin:customers_customer_import"))

    @button("导出 Excel", "Export Excel", permissions=["view"], icon="table", url_path="export-xlsx")
    def export_excel(self, request: HttpRequest) -> HttpResponse:
        """Send all visible customers as Excel."""
        return self._export(request, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

    @button("导出 CSV", "Export CSV", permissions=["view"], icon="csv", url_path="export-csv")
    def export_csv(self, request: HttpRequest) -> HttpResponse:
        """Send all visible customers as CSV."""
        return self._export(request, "csv", "text/csv; charset=utf-8")

    def _export(self, request: HttpRequest, form: str, kind: str) -> HttpResponse:
        body = exchange.export(request.user, Customer.objects.all(), form)  # type: ignore[arg-type]
        headers = {"Content-Disposition": f'attachment; filename="customers.{form}"'}
        return HttpResponse(body, content_type=kind, headers=headers)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; on ``check`` the report of a dry run, on ``write`` the result."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            report = self._imported(request, form)
            if report is not None and report["written"]:
                new, changed = report["new"], report["changed"]
                done = both(f"已导入：新增 {new}，修改 {changed}。", f"Imported: {new} new, {changed} changed.")
                messages.success(request, done)
                return HttpResponseRedirect(reverse("admin:customers_customer_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": both("导入客户", "Import customers"),
            "opts": self.opts,
            "form": form,
            "report": report,
            "columns": [(name, MEANINGS[name]) for name in exchange.COLUMNS],
        }
        return TemplateResponse(request, "customers/import.html", context)

    def _imported(self, request: HttpRequest, form: forms.Form) -> dict[str, Any] | None:
        upload = form.cleaned_data["file"]
        try:
            data = exchange.read(upload.read(), upload.name)
            report = exchange.run(request.user, data, dry_run=request.POST.get("do") != "write")  # type: ignore[arg-type]
        except HollyhockError as refused:
            form.add_error("file", sentence(refused.problem()))
            return None
        report["errors"] = [{"row": one["row"], "sentence": sentence(one["problem"])} for one in report["errors"]]
        return report

    def store(self, request: HttpRequest, row: Any, form: forms.BaseForm, change: bool) -> None:
        """Store the customer."""
        services.save_customer(request.user, row)  # type: ignore[arg-type]

    @column("电话号码", "Telephone numbers")
    def phone_list(self, row: Customer) -> str:
        """Show the numbers on one line."""
        return ", ".join(phone.e164 for phone in row.phones.all()) or "-"

    @column("等级", "Tier", ordering="tier", label={"vip": "warning", "standard": "info"})
    def tier_label(self, row: Customer) -> tuple[str, str]:
        """Show the tier."""
        return row.tier, row.get_tier_display()
