"""Throw-away packages, made from what a page of the documentation shows, beside the checkout and not in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]
_BLOCK = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def files_of(page: str) -> dict[str, str]:
    """Return the titled blocks of a how-to: path to text."""
    found = dict(_BLOCK.findall((CHECKOUT / "docs" / "how-to" / page).read_text(encoding="utf-8")))
    assert found, f"{page} shows no files"
    return found


def write(page: str, folder: Path, below: str = "") -> None:
    """Write the files of a how-to that lie below a folder into ``folder``."""
    for name, text in files_of(page).items():
        if name.startswith(below):
            path = folder / name.removeprefix(below)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def install(page: str, folder: Path) -> Path:
    """Write the package of a how-to with the metadata that an installer would write; return ``folder``."""
    write(page, folder)
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    groups = [
        "\n".join([f"[{group}]", *(f"{key} = {value}" for key, value in entries.items())])
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n\n".join(groups), encoding="utf-8")
    return folder
