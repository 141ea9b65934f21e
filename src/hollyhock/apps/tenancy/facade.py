"""What other apps may use of tenancy."""

from __future__ import annotations

from hollyhock.apps.tenancy.models import RoutingDomain, Site, Tenant
from hollyhock.apps.tenancy.selectors import domain_of, home_domain

__all__ = ["RoutingDomain", "Site", "Tenant", "domain_of", "home_domain"]
