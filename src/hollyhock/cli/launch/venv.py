"""The virtual environment: made from a hashed lock, left alone while the lock stays the same."""

import fcntl
import hashlib
import shutil
import sys
from pathlib import Path

from hollyhock.cli.launch.steps import run
from hollyhock.cli.words import say

RUNTIME = "runtime.txt"
TEST = "test.txt"


def ensure(checkout: Path, lock: str) -> Path:
    """Return the environment's Python after installing `locks/LOCK`; a repeat costs two small reads."""
    folder = checkout / ".venv"
    python = folder / "bin" / "python"
    marker = folder / "installed.txt"
    if not _installed(checkout, marker, python, lock):
        # Two first starts at once: the second waits and then finds everything done.
        with (checkout / "locks" / RUNTIME).open() as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            if not _installed(checkout, marker, python, lock):
                _install(checkout, folder, lock)
                marker.write_text("\n".join(_stamps(checkout, lock)), encoding="utf-8")
    return python


def _installed(checkout: Path, marker: Path, python: Path, lock: str) -> bool:
    if not marker.is_file() or not python.exists():
        return False
    return set(_stamps(checkout, lock)) <= set(marker.read_text(encoding="utf-8").splitlines())


def _stamps(checkout: Path, lock: str) -> list[str]:
    """Return one line per lock that is satisfied once `lock` is installed: the tests' lock holds the runtime's.

    Beside it our metadata: entry points are read from the environment, not from the checkout.
    """
    names = [RUNTIME, TEST] if lock == TEST else [RUNTIME]
    place = f"{sys.version_info[0]}.{sys.version_info[1]} {checkout}"
    metadata = f"pyproject.toml {_digest(checkout / 'pyproject.toml')} {place}"
    return [*(f"{name} {_digest(checkout / 'locks' / name)} {place}" for name in names), metadata]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _install(checkout: Path, folder: Path, lock: str) -> None:
    python = folder / "bin" / "python"
    if not _same_python(folder):
        shutil.rmtree(folder, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", str(folder)],
            step=say("建立 Python 虚拟环境", "Making the Python environment"),
            remedy=say("安装 venv 模块：apt install python3-venv", "install the venv module: apt install python3-venv"),
            cwd=checkout,
        )
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    network = say("检查网络和 pip 的软件源设置后重试。", "check the network and pip's index settings, then try again.")
    run(
        [*pip, "--require-hashes", "-r", f"locks/{lock}"],
        step=say("安装 Python 软件包（首次约一分钟）", "Installing Python packages (about a minute the first time)"),
        remedy=network,
        cwd=checkout,
    )
    run(
        [*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", "."],
        step=say("安装 Hollyhock", "Installing Hollyhock"),
        remedy=network,
        cwd=checkout,
    )


def _same_python(folder: Path) -> bool:
    """Say whether the folder holds an environment of this Python version."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return (folder / "bin" / "python").exists() and (folder / "lib" / version / "site-packages" / "pip").is_dir()
