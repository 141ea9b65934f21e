"""A desk panel is one more folder: the how-to's is built into a desk of its own, by the real build."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from hollyhock.cli.launch.frontend import with_node

from .packages import CHECKOUT, write

FRONTEND = CHECKOUT / "frontend"
LEFT_OUT = shutil.ignore_patterns("node_modules", "dist", "trial-*")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a copy of the desk; libraries are those of the checkout."""
    for name in ("desk", "client"):
        shutil.copytree(FRONTEND / name, tmp_path / name, ignore=LEFT_OUT)
    shutil.copy(FRONTEND / "tsconfig.base.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(FRONTEND / "node_modules")
    # The one library that the desk has in a version of its own; vite keeps its scratch files beside it.
    (tmp_path / "desk" / "node_modules").mkdir()
    for library in (FRONTEND / "desk" / "node_modules").glob("[@a-z]*"):
        (tmp_path / "desk" / "node_modules" / library.name).symlink_to(library)
    return tmp_path / "desk"


def build(desk: Path) -> str:
    """Build and return all scripts of the pages."""
    done = subprocess.run(
        ["node", str(FRONTEND / "node_modules" / "vite" / "bin" / "vite.js"), "build"],
        cwd=desk,
        env=with_node(CHECKOUT),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return "".join(path.read_text(encoding="utf-8") for path in (desk / "dist" / "assets").glob("*.js"))


def test_a_folder_becomes_a_panel_with_its_texts(desk: Path) -> None:
    write("add-an-app.md", desk / "src" / "pages" / "desk" / "panels", below="panels/")
    scripts = build(desk)
    for part in ("panel-parcels", "No parcel on its way", "没有在途包裹", "panel-history"):
        assert part in scripts, f"{part} is not in the built desk"
