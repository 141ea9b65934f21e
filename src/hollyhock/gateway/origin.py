"""Which pages may open sockets and start calls (RFC 6455 section 10.2)."""

from collections.abc import Mapping
from urllib.parse import urlsplit


def allowed(headers: Mapping[str, str], origins: frozenset[str]) -> bool:
    """Return whether the ``Origin`` is our own host or a configured one; programs send none and are allowed."""
    origin = headers.get("origin")
    if origin is None or origin in origins:
        return True
    parts = urlsplit(origin)
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == headers.get("host", "").lower()
