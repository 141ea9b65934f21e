"""Unpacking, with small packages made on the spot."""

import stat
import subprocess
from pathlib import Path

import pytest

from hollyhock.cli.parts.errors import PartsError
from hollyhock.cli.parts.manifest import parts_root, read_manifest
from hollyhock.cli.parts.unpack import unpack


def make_package(folder: Path, name: str, version: str = "1.0") -> Path:
    tree = folder / f"{name}-tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    program = tree / "usr" / "bin" / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o4755)
    fields = {
        "Package": name,
        "Version": version,
        "Architecture": "all",
        "Maintainer": "T <t@t>",
        "Description": "test",
    }
    (tree / "DEBIAN" / "control").write_text("".join(f"{key}: {value}\n" for key, value in fields.items()))
    archives = folder / "archives"
    archives.mkdir(exist_ok=True)
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", str(tree), str(archives / f"{name}.deb")], check=True)
    return archives


def nothing(_: float) -> None:
    """Take progress and drop it."""


def test_packages_become_one_folder_with_a_manifest(tmp_path: Path) -> None:
    make_package(tmp_path, "first")
    archives = make_package(tmp_path, "second", "2:3.4-1")
    shares: list[float] = []
    manifest = unpack(archives, parts_root(tmp_path), shares.append)
    assert shares == [0.5, 1.0]
    assert [(package.name, package.version) for package in manifest.packages] == [
        ("first", "1.0"),
        ("second", "2:3.4-1"),
    ]
    assert read_manifest(tmp_path) == manifest
    assert {path.name for path in (parts_root(tmp_path) / "usr" / "bin").iterdir()} == {"first", "second"}


def test_nothing_may_run_as_somebody_else(tmp_path: Path) -> None:
    unpack(make_package(tmp_path, "first"), parts_root(tmp_path), nothing)
    mode = (parts_root(tmp_path) / "usr" / "bin" / "first").stat().st_mode
    assert not mode & stat.S_ISUID
    assert mode & stat.S_IXUSR


def test_broken_package_leaves_the_old_folder(tmp_path: Path) -> None:
    archives = make_package(tmp_path, "first")
    before = unpack(archives, parts_root(tmp_path), nothing)
    (archives / "zz-broken.deb").write_bytes(b"no package")
    with pytest.raises(PartsError, match="zz-broken"):
        unpack(archives, parts_root(tmp_path), nothing)
    assert read_manifest(tmp_path) == before


def test_new_packages_replace_the_old_ones(tmp_path: Path) -> None:
    archives = make_package(tmp_path, "first")
    unpack(archives, parts_root(tmp_path), nothing)
    (archives / "first.deb").unlink()
    make_package(tmp_path, "second")
    unpack(archives, parts_root(tmp_path), nothing)
    assert [path.name for path in (parts_root(tmp_path) / "usr" / "bin").iterdir()] == ["second"]


def test_damaged_manifest_counts_as_none(tmp_path: Path) -> None:
    unpack(make_package(tmp_path, "first"), parts_root(tmp_path), nothing)
    (parts_root(tmp_path) / "parts.json").write_text("{")
    assert read_manifest(tmp_path) is None
