"""What the projector remembers beside the rows: the rules of the directory in force, the agents it has seen."""

from __future__ import annotations

import msgspec

from hollyhock.apps.interactions.models import Folded
from hollyhock.core.kpi.rules import QueueRule, Rules


def rules_of(tenant: int) -> dict[str, QueueRule]:
    """Return how each queue of a tenant is measured now, by the queue's code."""
    bodies = Folded.objects.filter(tenant=tenant, key="rules").values_list("body", flat=True)
    return {code: rule for body in bodies for code, rule in msgspec.json.decode(bytes(body), type=Rules).queues.items()}


def agents_of(tenant: int) -> list[str]:
    """Return the codes of all agents that ever appeared in a tenant's journals."""
    keys = Folded.objects.filter(tenant=tenant, key__startswith="agent:").order_by("key").values_list("key", flat=True)
    return [key.removeprefix("agent:") for key in keys]
