"""What flows may ask the billing system."""

from __future__ import annotations

from hollyhock.core.flows.connectors import Connector

BILLING = Connector(code="billing", asks=("customer", "number", "pin"), personal=("balance", "valid_until"))
CONNECTORS = (BILLING,)
