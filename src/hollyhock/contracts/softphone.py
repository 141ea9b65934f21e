"""A softphone's credential is derived from the log-in, never stored: whoever knows the secret can make it again."""

from __future__ import annotations

import base64
import hashlib
import hmac


def agent_device(key: str, session: str) -> str:
    """Return the endpoint name of a desk session: ``a`` and 16 letters; ``key`` is ``Secrets.token``."""
    return "a" + _digest(key, f"device:{session}")[:16]


def device_secret(key: str, device: str) -> str:
    """Return the SIP password of an endpoint: 32 letters."""
    return _digest(key, f"secret:{device}")[:32]


def _digest(key: str, message: str) -> str:
    raw = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b32encode(raw).decode().lower().rstrip("=")
