"""Apt in folders of our own: it resolves, downloads and verifies; the machine's own state is never touched."""

import platform
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from hollyhock.cli.parts import errors

SUITE = "forky"
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_STATUS = re.compile(r"dlstatus:\d+:([\d.]+):")

Progress = Callable[[float], None]
"""Takes the share that is done, 0 to 1."""


class Apt:
    """One private apt: its folders stand under `folder` and can be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        """Make the folders."""
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise errors.no_apt()
        self.archives = folder / "archives"
        self._sources = folder / "sources"
        for path in (
            self.archives / "partial",
            folder / "lists" / "partial",
            folder / "dpkg",
            self._sources,
            folder / "empty",
        ):
            path.mkdir(parents=True, exist_ok=True)
        (folder / "dpkg" / "status").touch()
        options = {
            "Dir::State": folder,
            "Dir::State::lists": folder / "lists",
            # An empty list of installed packages: every library is fetched, whatever this machine has.
            "Dir::State::status": folder / "dpkg" / "status",
            "Dir::Cache": folder,
            "Dir::Cache::archives": self.archives,
            "Dir::Etc::SourceList": "/dev/null",
            "Dir::Etc::SourceParts": self._sources,
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": folder / "empty",
            "APT::Default-Release": SUITE,
            "APT::Install-Recommends": "false",
            "APT::Update::Error-Mode": "any",
            # As root, apt would download as a user who may not see our folder.
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Acquire::http::Timeout": "30",
            "Acquire::https::Timeout": "30",
        }
        self._options = [word for key, value in options.items() for word in ("-o", f"{key}={value}")]

    def update(self, mirror: str) -> str:
        """Read and verify the package lists of `mirror`; return an empty text, or what apt complained about."""
        architecture = _ARCHITECTURES.get(platform.machine())
        if architecture is None:
            raise errors.no_machine(platform.machine())
        stanza = f"Types: deb\nURIs: {mirror}\nSuites: {SUITE}\nComponents: main\nArchitectures: {architecture}\n"
        if _KEYRING.exists():
            stanza += f"Signed-By: {_KEYRING}\n"
        (self._sources / "testing.sources").write_text(stanza, encoding="utf-8")
        done = subprocess.run(["apt-get", *self._options, "-qq", "update"], capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stderr.strip() or f"apt-get: {done.returncode}"

    def download(self, packages: Sequence[str], progress: Progress) -> None:
        """Download `packages` with everything that they need into `archives`; goes on where it was broken off."""
        command = [
            "apt-get",
            *self._options,
            "-qq",
            "-o",
            "APT::Status-Fd=1",
            "install",
            "-y",
            "--download-only",
            *packages,
        ]
        last: deque[str] = deque(maxlen=12)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
            for line in running.stdout or ():
                status = _STATUS.match(line)
                if status:
                    progress(float(status.group(1)) / 100)
                else:
                    last.append(line)
        if running.returncode:
            raise errors.apt_failed("".join(last).strip())
