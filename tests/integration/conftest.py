"""How these tests are dealt out to several workers (``./hollyhock test`` starts them so)."""

from __future__ import annotations

from pathlib import Path

import pytest

_FAULTS = Path(__file__).parent / "engine"
"""Its tests take minutes and share nothing: each goes where there is room, before everything else."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of a file share its fixtures in one worker; begin with the longest."""
    for item in items:
        if item.path.parent != _FAULTS:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    items.sort(key=lambda item: item.path.parent != _FAULTS)
