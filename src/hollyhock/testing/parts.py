"""The fetched programs, for tests on real parts."""

import platform
from pathlib import Path

import hollyhock
from hollyhock.contracts.parts import PartsLayout
from hollyhock.contracts.settings import Settings


def fetched_parts() -> PartsLayout:
    """Return the parts of this checkout, wherever the test's own home is; run `./hollyhock parts fetch` before."""
    home = Path(hollyhock.__file__).parents[2] / "var"
    if not (home / "parts" / "root" / "parts.json").exists():
        raise FileNotFoundError("run ./hollyhock parts fetch first")
    return PartsLayout(home=str(home), settings=Settings(), machine=platform.machine())
