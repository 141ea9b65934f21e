"""Changing customers."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from hollyhock.apps.customers.models import Customer, Phone
from hollyhock.apps.customers.numbers import BadNumber, normalise
from hollyhock.apps.people.facade import User, change_of, delete_row, save_row

save = save_row


def save_customer(person: User | None, customer: Customer, phones: Sequence[str] | None = None) -> None:
    """Store a customer; with ``phones`` exactly these numbers are the customer's afterwards."""
    with change_of(customer):
        save_row(person, customer)
        if phones is None:
            return
        wanted = [_normal(phone, customer.tenant.region) for phone in phones]
        for phone in customer.phones.exclude(e164__in=wanted):
            delete_row(person, phone)
        there = set(customer.phones.values_list("e164", flat=True))
        for number in dict.fromkeys(wanted):
            if number not in there:
                save_row(person, Phone(tenant=customer.tenant, customer=customer, e164=number))


def _normal(phone: str, region: str) -> str:
    try:
        return normalise(phone, region)
    except BadNumber as bad:
        raise ValidationError({"phones": bad.remedy}) from None
