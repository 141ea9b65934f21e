"""The look of the back office: titles, accent, navigation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ACCENT = {
    "50": "oklch(97.4% .012 355)",
    "100": "oklch(94.6% .026 355)",
    "200": "oklch(89.4% .052 356)",
    "300": "oklch(81% .095 357)",
    "400": "oklch(69.5% .145 358)",
    "500": "oklch(59.5% .165 359)",
    "600": "oklch(50.5% .155 359)",
    "700": "oklch(43.5% .135 358)",
    "800": "oklch(37.5% .112 357)",
    "900": "oklch(32.5% .09 356)",
    "950": "oklch(22.5% .065 355)",
}
"""Hollyhock red, eleven shades from light to dark."""


def unfold(both: Callable[[str, str], Any]) -> dict[str, Any]:
    """Return unfold's settings; ``both`` makes the texts."""
    return {
        "SITE_TITLE": both("Hollyhock 管理后台", "Hollyhock back office"),
        "SITE_HEADER": "Hollyhock",
        "SITE_SUBHEADER": both("客服中心管理后台", "Back office of the service centre"),
        "SITE_URL": "/desk/",
        "SITE_SYMBOL": "local_florist",
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
