"""What flows and desks hear about a customer."""

from __future__ import annotations

from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.numbers import as_e164
from hollyhock.apps.customers.selectors import by_caller
from hollyhock.apps.interactions.facade import history
from hollyhock.apps.tenancy.facade import domain_of
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.subjects import LookUpAnswer, PopAnswer, PopAsk


def look_up(scope: Scope, ask: dict[str, str]) -> LookUpAnswer:
    """Answer by ``customer`` (customer number), or else by ``number`` (telephone number)."""
    customer = by_caller(scope, ask.get("customer", ""), ask.get("number", ""))
    if customer is None:
        return LookUpAnswer(found=False)
    return LookUpAnswer(
        found=True,
        data={"tier": customer.tier, "customer_language": customer.language},
        personal={"customer_number": customer.number, "customer_name": customer.name},
    )


def pop(scope: Scope, ask: PopAsk) -> PopAnswer:
    """Return the customer's record with the last contacts; a stranger still has those of the same number."""
    domain = domain_of(scope)
    customer = by_caller(scope, ask.customer, ask.ani)
    numbers = {as_e164(ask.ani, domain.tenant.region), ask.ani} - {""}
    if customer is not None:
        numbers |= {phone.e164 for phone in customer.phones.all()}
    past = history(
        domain.tenant_id, customer=customer.number if customer else "", numbers=numbers, besides=ask.interaction
    )
    if customer is None:
        return PopAnswer(found=False, number=ask.ani, history=past)
    return PopAnswer(
        found=True,
        customer=customer.number,
        name=customer.name,
        number=ask.ani or next((phone.e164 for phone in customer.phones.all()), ""),
        language=customer.language,
        vip=customer.tier == Customer.Tier.VIP,
        fields=_fields(customer),
        history=past,
    )


def _fields(customer: Customer) -> dict[str, str]:
    """Return the filled-in further fields by column name; the desk has the labels."""
    values = {"company": customer.company, "email": customer.email, "address": customer.address, "note": customer.note}
    return {name: value for name, value in values.items() if value}
