"""The demo's billing table in the back office: read-only."""

from __future__ import annotations

from django.contrib import admin

from hollyhock.apps.billing_demo.models import Account
from hollyhock.apps.people.facade import Place, ReadOnlyAdmin, column


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Accounts of the demo's billing system."""

    place = Place("customers", 30, "account_balance_wallet")
    list_display = ("customer", "number", "amount", "valid_until")
    search_fields = ("customer", "number")

    @column("余额（元）", "Balance (yuan)", ordering="balance")
    def amount(self, row: Account) -> str:
        """Show the balance in yuan."""
        return f"{row.balance / 100:,.2f}"
