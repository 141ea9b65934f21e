"""Reading tenants, domains and sites."""

from __future__ import annotations

from django.conf import settings

from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts.ids import Scope


def home_domain() -> RoutingDomain:
    """Return the routing domain that this home folder serves."""
    return domain_of(settings.HOLLYHOCK_SCOPE)


def domain_of(scope: Scope) -> RoutingDomain:
    """Return the domain's row."""
    return RoutingDomain.objects.select_related("tenant").get(tenant__code=scope.tenant, code=scope.domain)
