"""Changing tenants, domains and sites."""

from __future__ import annotations

from hollyhock.apps.people.facade import save_row
from hollyhock.apps.tenancy.models import RoutingDomain, Tenant
from hollyhock.contracts.ids import Scope

save_site = save_row


def ensure(scope: Scope, name_zh: str, name_en: str) -> RoutingDomain:
    """Make the tenant and its routing domain unless they exist."""
    tenant, _ = Tenant.objects.get_or_create(code=scope.tenant, defaults={"name_zh": name_zh, "name_en": name_en})
    domain, _ = RoutingDomain.objects.get_or_create(
        tenant=tenant, code=scope.domain, defaults={"name_zh": "主域", "name_en": "Main"}
    )
    return domain
