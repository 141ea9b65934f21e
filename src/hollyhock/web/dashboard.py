"""The first page of the back office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the page's values."""
    return context
