"""What other apps may use of the audit trail."""

from __future__ import annotations

from hollyhock.apps.audit.models import Entry
from hollyhock.apps.audit.services import address, record

Action = Entry.Action

__all__ = ["Action", "address", "record"]
