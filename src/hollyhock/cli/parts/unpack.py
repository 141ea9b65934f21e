"""Downloaded packages become one folder, which appears only when it is whole."""

import hashlib
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

from hollyhock.cli.parts import errors
from hollyhock.cli.parts.apt import SUITE
from hollyhock.cli.parts.manifest import WANTED, Manifest, Package


def unpack(archives: Path, root: Path, progress: Callable[[float], None]) -> Manifest:
    """Unpack every .deb of `archives` and put it in place of `root`; a broken-off run leaves `root` as it was."""
    fresh, old = root.with_name("root.new"), root.with_name("root.old")
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh.mkdir(parents=True)
    files = sorted(archives.glob("*.deb"))
    packages = []
    for number, file in enumerate(files, 1):
        packages.append(_unpack_one(file, fresh))
        progress(number / len(files))
    _drop_privileges(fresh)
    manifest = Manifest(suite=SUITE, wanted=WANTED, packages=tuple(packages))
    manifest.write(fresh)
    if root.exists():
        root.rename(old)
    fresh.rename(root)
    shutil.rmtree(old, ignore_errors=True)
    return manifest


def _unpack_one(file: Path, root: Path) -> Package:
    done = subprocess.run(["dpkg-deb", "-x", str(file), str(root)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise errors.unpack_failed(file.name, done.stderr.strip())
    shown = subprocess.run(
        ["dpkg-deb", "-W", "--showformat=${Package} ${Version}", str(file)], capture_output=True, text=True, check=True
    )
    name, version = shown.stdout.split()
    with file.open("rb") as content:
        return Package(name=name, version=version, sha256=hashlib.file_digest(content, "sha256").hexdigest())


def _drop_privileges(root: Path) -> None:
    """Take set-user-id bits away: nothing in the folder may ever run as somebody else."""
    for folder, _, names in os.walk(root):
        for path in (Path(folder, name) for name in names):
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID):
                path.chmod(stat.S_IMODE(mode) & ~(stat.S_ISUID | stat.S_ISGID))
