"""What a flow must know of a connector: its parameters and the values that a found answer brings."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """A connector as flows see it."""

    code: str
    asks: tuple[str, ...]
    """Parameters that a ``look_up`` may give."""
    gives: tuple[str, ...] = ()
    """Plain values of a found answer."""
    personal: tuple[str, ...] = ()
    """Personal values of a found answer: they can be read back, never branched on."""


CUSTOMER = Connector(
    code="customer",
    asks=("customer", "number"),
    gives=("tier", "customer_language"),
    personal=("customer_number", "customer_name"),
)
"""Built in: the centre's own customers, by customer number or by telephone number."""

BUILT_IN: Mapping[str, Connector] = {CUSTOMER.code: CUSTOMER}
"""Connectors of every centre."""
