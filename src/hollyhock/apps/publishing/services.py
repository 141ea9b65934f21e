"""Announcing changes and making directory versions from them."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
import structlog
from django.apps import apps
from django.db import transaction

from hollyhock.apps.base.ports import doors
from hollyhock.apps.publishing.building import build
from hollyhock.apps.publishing.checking import new_faults
from hollyhock.apps.publishing.models import Outbox, Refusal, Version
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.ids import Scope
from hollyhock.core.checks.faults import Fault

log = structlog.get_logger(__name__)

KEPT_VERSIONS = 50
"""Older ones are dropped; the journal has every version that ever held."""


def announce(tenant: int) -> None:
    """Note in the running transaction that the tenant's directory has changed; the worker hears of it on commit."""
    domains = apps.get_model("tenancy", "RoutingDomain")._default_manager
    for domain in domains.filter(tenant_id=tenant).select_related("tenant"):
        Outbox.objects.create(domain=domain)
        scope = Scope(domain.tenant.code, domain.code)
        transaction.on_commit(partial(doors().poke, scope))


def publish(scope: Scope) -> int | None:
    """Empty the outbox of a domain into one new version, in one transaction; return its number.

    Return None when nothing that the engine sees has changed, or when its rules are broken: then the engine keeps what
    it has, and a ``Refusal`` says so. Every change is checked when it is saved: this only meets what was written past
    the services.
    """
    if not _due(scope):
        return None
    with transaction.atomic():
        domain = _domain(scope)
        waiting = list(Outbox.objects.select_for_update().filter(domain=domain).values_list("pk", flat=True))
        newest = Version.objects.filter(domain=domain).first()
        if not waiting and newest is not None:
            return None
        number = newest.number + 1 if newest else 1
        directory = build(domain, number)
        Outbox.objects.filter(pk__in=waiting).delete()
        faults = new_faults(directory, domain)
        _note(domain, faults)
        if faults:
            log.error("directory_refused", domain=str(scope), faults=sorted({fault.code for fault in faults}))
            return None
        if newest is not None and _same(directory, newest):
            return None
        Version.objects.create(
            domain=domain, number=number, body=msgspec.json.encode(directory), summary=_summary(directory)
        )
        Version.objects.filter(domain=domain, number__lte=number - KEPT_VERSIONS).delete()
    return number


def _note(domain: Any, faults: list[Fault]) -> None:
    """Keep what hinders publishing for people to see; nothing is kept once nothing does."""
    if faults:
        problems = [msgspec.to_builtins(fault.problem()) for fault in faults]
        Refusal.objects.update_or_create(domain=domain, defaults={"problems": problems})
    else:
        Refusal.objects.filter(domain=domain).delete()


def _due(scope: Scope) -> bool:
    """Look without taking the database's write lock, which the sweep would otherwise hold for nothing."""
    at = {"domain__tenant__code": scope.tenant, "domain__code": scope.domain}
    return Outbox.objects.filter(**at).exists() or not Version.objects.filter(**at).exists()


def _domain(scope: Scope) -> Any:
    domains = apps.get_model("tenancy", "RoutingDomain")._default_manager.select_for_update(of=("self",))
    return domains.select_related("tenant").get(tenant__code=scope.tenant, code=scope.domain)


def _same(directory: Directory, newest: Version) -> bool:
    old = msgspec.json.decode(bytes(newest.body), type=Directory)
    return msgspec.structs.replace(directory, version=old.version) == old


def _summary(directory: Directory) -> dict[str, int]:
    lists = ("queues", "agents", "teams", "skills", "entry_points", "calendars", "flows", "prompts", "trunks")
    return {name: len(getattr(directory, name)) for name in lists}
