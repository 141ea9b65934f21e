"""Filling the demo's billing table."""

from __future__ import annotations

from datetime import date

from django.utils.crypto import salted_hmac

from hollyhock.apps.billing_demo.models import Account
from hollyhock.apps.tenancy.facade import Tenant


def hash_pin(tenant: int, number: str, pin: str) -> str:
    """Return the keyed hash of a line's service password (HMAC-SHA-256); quick, for it is asked during a call."""
    return salted_hmac("billing_demo.pin", f"{tenant}:{number}:{pin}", algorithm="sha256").hexdigest()


def put(tenant: Tenant, *, customer: str, number: str, pin: str, balance: int, valid_until: date) -> None:
    """Store an account; one that exists is brought up to date."""
    values = {"number": number, "pin": hash_pin(tenant.pk, number, pin), "balance": balance, "valid_until": valid_until}
    Account.objects.update_or_create(tenant=tenant, customer=customer, defaults=values)
