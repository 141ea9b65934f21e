"""How these tests are dealt out to several workers (``./hollyhock test`` starts them so)."""

from __future__ import annotations

from pathlib import Path

import pytest

_FAULTS = {
    "test_engine_faults.py": "faults of the engine",
    "test_journal_full.py": "faults of the engine",
    "test_switch_faults.py": "faults of the switch",
    "test_wire_faults.py": "faults of the switch",
}
"""These take minutes and measure how soon a centre works again: two of them at once are what two cores can bear."""
_ENGINE = Path(__file__).parent / "engine"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of a file share its fixtures in one worker, and the fault tests fill two."""
    for item in items:
        group = _FAULTS.get(item.path.name, "") if item.path.parent == _ENGINE else ""
        item.add_marker(pytest.mark.xdist_group(group or str(item.path)))
    items.sort(key=lambda item: item.path.name not in _FAULTS)
