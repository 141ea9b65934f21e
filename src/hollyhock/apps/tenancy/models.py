"""Tenants, routing domains and sites."""

from __future__ import annotations

from django.db import models

from hollyhock.apps.base.gating import ADMINISTRATOR, EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded, Named, code_field
from hollyhock.apps.base.words import both


class Tenant(Named):
    """Whose centre it is; every other row names its tenant."""

    code = code_field(unique=True)
    region = models.CharField(
        both("国家/地区", "Region"),
        max_length=2,
        default="CN",
        help_text=both(
            "两位 ISO 3166 代码，用来把本国号码补全为国际格式。",
            "ISO 3166 code of two letters; completes national numbers to the international form.",
        ),
    )
    in_directory = True
    gate = Gate(tenant="pk", read=(ADMINISTRATOR,), write=())

    class Meta:
        verbose_name = both("租户", "tenant")
        verbose_name_plural = both("租户", "Tenants")


class RoutingDomain(Coded):
    """The set of queues and agents that one engine owns."""

    in_directory = True
    gate = Gate(tenant="tenant", read=(ADMINISTRATOR,), write=())

    class Meta(Coded.Meta):
        verbose_name = both("路由域", "routing domain")
        verbose_name_plural = both("路由域", "Routing domains")


class Site(Coded):
    """A place where seats stand."""

    domain = models.ForeignKey(RoutingDomain, models.PROTECT, related_name="+", editable=False)
    in_directory = True
    gate = Gate(tenant="tenant", site="pk", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("站点", "site")
        verbose_name_plural = both("站点", "Sites")
