"""A centre on real parts for each test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hollyhock.testing.centre import small_centre
from hollyhock.testing.real_centre import RealCentre


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[RealCentre]:
    made = RealCentre(tmp_path, small_centre(wrap_up_ms=3_000, agents=11))
    try:
        await made.start()
        yield made
    finally:
        await made.stop()
