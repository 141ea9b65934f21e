"""What a centre's logs may never say."""

from __future__ import annotations

from hollyhock.testing.up_centre import UpCentre

PERSONAL = (
    "13800138006",
    "13800138001",
    "Alice Brown",
    "李雷",
    "Explained the last bill",
    "Wants the fee back",
    "618006",
)
"""Numbers, names, notes and passwords that the tests use."""


def logs_name_nobody(centre: UpCentre) -> None:
    """Check all that the centre's processes have logged."""
    logs = [path for path in (centre.home / "log").rglob("*") if path.is_file()]
    assert logs
    said = {path.name: path.read_text(errors="replace") for path in logs}
    assert any(said.values())
    assert [(name, word) for name, text in said.items() for word in PERSONAL if word in text] == []
