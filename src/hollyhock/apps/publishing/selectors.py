"""Reading published directories."""

from __future__ import annotations

import msgspec

from hollyhock.apps.publishing.models import Refusal, Version
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.ids import Scope


def newest(scope: Scope) -> Directory | None:
    """Return the newest published directory of a domain."""
    body = pull(scope, 0)
    return msgspec.json.decode(body, type=Directory) if body else None


def pull(scope: Scope, above: int) -> bytes:
    """Return the newest version encoded, or nothing when it is not above the given number."""
    rows = Version.objects.filter(domain__tenant__code=scope.tenant, domain__code=scope.domain, number__gt=above)
    body = rows.values_list("body", flat=True).first()
    return bytes(body) if body is not None else b""


def hindrances(scope: Scope) -> list[Problem]:
    """Return what hinders a domain's tables from being published; nothing while the newest version holds them all."""
    rows = Refusal.objects.filter(domain__tenant__code=scope.tenant, domain__code=scope.domain)
    return problems_of(rows.first())


def problems_of(refusal: Refusal | None) -> list[Problem]:
    """Return the problems that a refusal lists."""
    return msgspec.convert(refusal.problems if refusal else [], list[Problem])
