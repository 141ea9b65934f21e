"""Identifiers: every id and row names its tenant and routing domain from the start."""

from __future__ import annotations

import msgspec

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no letter that a person could mistake for a digit."""

InteractionId = str
"""``tenant.domain.i<20 characters>``: one customer's contact through one medium."""
OfferId = str
"""``tenant.domain.o<20 characters>``: one lease of an interaction to an agent. It also names the agent's leg."""
LegId = str
"""The switch's name of one connection; ours are offer or leg ids, a caller's is the switch's own."""
AgentCode = str
"""The agent's number within the tenant, e.g. ``1001``."""
QueueCode = str
"""The queue's code within the tenant, e.g. ``complaints``."""


class Scope(msgspec.Struct, frozen=True):
    """A routing domain of a tenant: what one engine owns."""

    tenant: str
    domain: str = "main"

    def __str__(self) -> str:
        """Return ``tenant.domain``, the prefix of every id and bus subject of this scope."""
        return f"{self.tenant}.{self.domain}"


def make_id(scope: Scope, kind: str, now: int, entropy: bytes) -> str:
    """Return a sortable id of ``scope``.

    ``kind`` is one letter (``i`` interaction, ``o`` offer, ``l`` leg, ``c`` command, ``r`` recording, ``p`` playback);
    ``now`` is epoch milliseconds (48 bits are kept); ``entropy`` is at least 6 random bytes of the caller's own.
    """
    value = ((now & ((1 << 48) - 1)) << 48) | int.from_bytes(entropy[:6], "big")
    return f"{scope}.{kind}{base32(value):0>20}"


def base32(value: int) -> str:
    """Return a non-negative number in Crockford's base 32, without padding."""
    text = ""
    while value:
        value, rest = divmod(value, 32)
        text = _ALPHABET[rest] + text
    return text or "0"


def scope_of(identifier: str) -> Scope:
    """Return the scope that an id names; raise ``ValueError`` for text that is no id of ours."""
    tenant, domain, _rest = identifier.split(".", 2)
    return Scope(tenant, domain)
