"""What other apps may use of customers."""

from __future__ import annotations

from hollyhock.apps.customers.models import Customer
from hollyhock.apps.customers.numbers import as_e164
from hollyhock.apps.customers.selectors import by_caller, search

__all__ = ["Customer", "as_e164", "by_caller", "search"]
