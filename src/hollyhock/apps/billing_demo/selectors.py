"""The billing connector's question."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from hollyhock.apps.billing_demo.models import Account
from hollyhock.apps.billing_demo.services import hash_pin
from hollyhock.apps.customers.facade import as_e164
from hollyhock.apps.tenancy.facade import domain_of
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.subjects import LookUpAnswer


def ask(scope: Scope, question: dict[str, str]) -> LookUpAnswer:
    """Answer by customer number, or by telephone number with its service password."""
    if question.get("customer"):
        account = _rows(scope).filter(customer__iexact=question["customer"]).first()
    else:
        account = signed_in(scope, question.get("number", ""), question.get("pin", ""))
    if account is None:
        return LookUpAnswer(found=False)
    return LookUpAnswer(
        found=True, personal={"balance": str(account.balance), "valid_until": account.valid_until.isoformat()}
    )


def signed_in(scope: Scope, number: str, pin: str) -> Account | None:
    """Return the account of a telephone number, written in whatever form, when the service password fits."""
    region = domain_of(scope).tenant.region
    account = _rows(scope).filter(number=as_e164(number, region)).first()
    return account if account is not None and _pin_fits(account, pin) else None


def _rows(scope: Scope) -> QuerySet[Account]:
    return Account.objects.filter(tenant__code=scope.tenant)


def _pin_fits(account: Account, pin: str) -> bool:
    return constant_time_compare(account.pin, hash_pin(account.tenant_id, account.number, pin))
