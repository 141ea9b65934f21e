"""The billing connector's question."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare

from hollyhock.apps.billing_demo.models import Account
from hollyhock.apps.billing_demo.services import hash_pin
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.subjects import LookUpAnswer


def ask(scope: Scope, question: dict[str, str]) -> LookUpAnswer:
    """Answer by customer number, or by telephone number with its service password."""
    rows = Account.objects.filter(tenant__code=scope.tenant)
    if question.get("customer"):
        account = rows.filter(customer__iexact=question["customer"]).first()
    else:
        account = rows.filter(number=question.get("number", "")).first()
        if account is not None and not _pin_fits(account, question.get("pin", "")):
            account = None
    if account is None:
        return LookUpAnswer(found=False)
    return LookUpAnswer(
        found=True, personal={"balance": str(account.balance), "valid_until": account.valid_until.isoformat()}
    )


def _pin_fits(account: Account, pin: str) -> bool:
    return constant_time_compare(account.pin, hash_pin(account.tenant_id, account.number, pin))
