"""The prompts' part of the directory: sounds that have been made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hollyhock.apps.prompts.models import Prompt
from hollyhock.contracts import directory as wire

if TYPE_CHECKING:
    from hollyhock.apps.tenancy.facade import RoutingDomain


def contribute(domain: RoutingDomain) -> dict[str, Any]:
    """Return the prompts; a language without its sound is left out, so that no flow can be published that needs it."""
    rows = Prompt.objects.filter(tenant=domain.tenant_id).prefetch_related("wordings")
    return {
        "prompts": tuple(
            wire.Prompt(code=row.code, audio={one.language: one.sound for one in row.wordings.all() if one.sound})
            for row in rows
        )
    }
