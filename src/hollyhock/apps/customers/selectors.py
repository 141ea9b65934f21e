"""Finding customers."""

from __future__ import annotations

from contextlib import suppress

from django.db.models import Q, QuerySet

from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.numbers import BadNumber, normalise
from hollyhock.apps.people.facade import User, visible
from hollyhock.apps.tenancy.facade import domain_of
from hollyhock.contracts.ids import Scope


def search(person: User, text: str) -> QuerySet[Customer]:
    """Return visible customers whose number, name, company, e-mail or telephone fits the text."""
    rows = visible(Customer.objects.prefetch_related("phones"), person)
    text = text.strip()
    if not text:
        return rows
    fits = (
        Q(number__istartswith=text) | Q(name__icontains=text) | Q(company__icontains=text) | Q(email__istartswith=text)
    )
    fits |= Q(phones__e164__endswith=text.lstrip("+")) if text.lstrip("+").isdigit() else Q()
    with suppress(BadNumber):
        fits |= Q(phones__e164=normalise(text, person.tenant.region))
    return rows.filter(fits).distinct()


def by_caller(scope: Scope, number: str = "", phone: str = "") -> Customer | None:
    """Return the customer with this customer number, or else with this telephone number."""
    domain = domain_of(scope)
    rows = Customer.objects.filter(tenant=domain.tenant_id).prefetch_related("phones")
    if number:
        return rows.filter(number__iexact=number).first()
    try:
        return rows.filter(phones__e164=normalise(phone, domain.tenant.region)).first()
    except BadNumber:
        return None
