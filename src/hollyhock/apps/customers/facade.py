"""What other apps may use of customers."""

from __future__ import annotations

from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.selectors import by_caller, search

__all__ = ["Customer", "by_caller", "search"]
