"""Reading the centre."""

from __future__ import annotations

from hollyhock.apps.centre.models import TrunkSecret
from hollyhock.apps.centre.sealing import unseal
from hollyhock.contracts.ids import Scope


def trunk_secret(scope: Scope, code: str) -> str:
    """Return a trunk's password, or nothing."""
    found = TrunkSecret.objects.filter(
        trunk__domain__tenant__code=scope.tenant, trunk__domain__code=scope.domain, trunk__code=code
    ).first()
    return unseal(found.sealed) if found else ""
