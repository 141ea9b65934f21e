"""Pseudonyms of customers: the same customer is known again, and nobody can say who it is without the home's key."""

from __future__ import annotations

import base64
import hashlib
import hmac


def pseudonym(key: str, who: str) -> str:
    """Return the pseudonym of a number (E.164) or of a customer number: ``k`` and 20 letters.

    A keyed hash (HMAC-SHA-256, RFC 2104): numbers are few enough to try them all, so a plain hash would tell them.
    ``key`` is ``Secrets.token``; with another key everybody is a stranger again.
    """
    raw = hmac.new(key.encode(), f"customer:{who}".encode(), hashlib.sha256).digest()
    return "k" + base64.b32encode(raw).decode().lower()[:20]
