"""What other apps may use of flows."""

from __future__ import annotations

from hollyhock.apps.flows.models import Flow
from hollyhock.apps.flows.services import publish, save_draft

__all__ = ["Flow", "publish", "save_draft"]
