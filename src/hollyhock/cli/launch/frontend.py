"""The pages: built when their sources have changed since the last build."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from hollyhock.cli.launch.steps import run
from hollyhock.cli.words import say

_NODE = [20, 19]
_LEFT_OUT = {"node_modules", "dist", "test-results", "playwright-report"}


def ensure(checkout: Path) -> None:
    """Install and build the front end if it is stale; a repeat costs one reading of the sources."""
    folder = checkout / "frontend"
    if not (folder / "package.json").is_file():
        return
    wanted = _digest(folder)
    built, installed = folder / "node_modules" / ".built.txt", folder / "node_modules" / ".installed.txt"
    if _says(built, wanted) and any(folder.glob("*/dist")):
        return
    env = with_node(checkout)
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if not _says(installed, lock):
        run(
            ["npm", "ci", "--no-audit", "--no-fund"],
            step=say("安装网页所用的软件包", "Installing the packages of the pages"),
            remedy=say(
                "检查网络和 npm 的软件源设置后重试。", "check the network and npm's registry settings, then try again."
            ),
            cwd=folder,
            env=env,
        )
        installed.write_text(lock, encoding="utf-8")
    run(
        ["npm", "run", "build"],
        step=say("构建网页", "Building the pages"),
        remedy=say("查看上面的错误信息。", "see the message above."),
        cwd=folder,
        env=env,
    )
    built.write_text(wanted, encoding="utf-8")


def _says(marker: Path, text: str) -> bool:
    return marker.is_file() and marker.read_text(encoding="utf-8") == text


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(_sources(folder)):
        total.update(str(path.relative_to(folder)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _LEFT_OUT]
        yield from (Path(place, name) for name in names)


def with_node(checkout: Path) -> dict[str, str]:
    """Return an environment whose `node` and `npm` are the machine's own if new enough, else those of the lock."""
    own = shutil.which("node")
    if own and shutil.which("npm"):
        said = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout
        if [int(number) for number in re.findall(r"\d+", said)[:2]] >= _NODE:
            return {**os.environ}
    return {**os.environ, "PATH": f"{checkout / '.venv' / 'bin'}:{os.environ.get('PATH', '')}"}
