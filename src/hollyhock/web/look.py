"""The look of the back office: titles, accent, navigation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ACCENT = {
    "50": "oklch(98.4% .014 180.7)",
    "100": "oklch(95.3% .051 180.8)",
    "200": "oklch(91% .096 180.4)",
    "300": "oklch(85.5% .138 181)",
    "400": "oklch(77.7% .152 181.9)",
    "500": "oklch(60% .118 184.7)",
    "600": "oklch(51.1% .096 186.4)",
    "700": "oklch(43.7% .078 188.2)",
    "800": "oklch(38.6% .063 188.4)",
    "900": "oklch(33% .055 190)",
    "950": "oklch(27.7% .046 192.5)",
}
"""The desk's accent in eleven shades from light to dark; its own shade is 600."""


def unfold(both: Callable[[str, str], Any]) -> dict[str, Any]:
    """Return unfold's settings; ``both`` makes the texts."""
    return {
        "SITE_TITLE": both("Hollyhock 管理后台", "Hollyhock back office"),
        "SITE_HEADER": "Hollyhock",
        "SITE_SUBHEADER": both("客服中心管理后台", "Back office"),
        "SITE_URL": None,
        "SITE_SYMBOL": "local_florist",
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/hollyhock/icon.svg"}],
        "SHOW_LANGUAGES": True,
        "SHOW_VIEW_ON_SITE": False,
        "SHOW_BACK_BUTTON": True,
        "BORDER_RADIUS": "6px",
        "COLORS": {"primary": ACCENT},
        "LANGUAGES": {"action": "/office/language/"},
        "SIDEBAR": {"show_search": True, "navigation": "hollyhock.web.navigation.groups"},
        "DASHBOARD_CALLBACK": "hollyhock.web.dashboard.fill",
        "STYLES": ["hollyhock.web.navigation.stylesheet"],
        "ACCOUNT": {
            "navigation": [
                {"title": both("两步验证", "Two-step verification"), "link": "/accounts/2fa/"},
                {"title": both("返回座席台", "To the desk"), "link": "/desk/"},
            ]
        },
    }
