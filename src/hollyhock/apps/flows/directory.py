"""The flows' part of the directory: the published version of each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from hollyhock.apps.flows.models import FlowVersion
from hollyhock.contracts.flow import Flow
from hollyhock.core.flows.reading import read_text

if TYPE_CHECKING:
    from hollyhock.apps.tenancy.facade import RoutingDomain


def contribute(domain: RoutingDomain) -> dict[str, Any]:
    """Return the published flows; a text is only ever published after it has been checked."""
    rows = FlowVersion.objects.filter(flow__tenant=domain.tenant_id, state=FlowVersion.State.PUBLISHED)
    return {"flows": tuple(filter(None, (_flow(row) for row in rows.order_by("flow__code"))))}


@lru_cache(maxsize=256)
def _read(text: str) -> Flow | None:
    """Read a text once: every change of the directory is checked with all flows, and published text never changes."""
    return read_text(text).flow


def _flow(row: FlowVersion) -> Flow | None:
    flow = _read(row.text)
    return msgspec.structs.replace(flow, version=row.number) if flow else None
