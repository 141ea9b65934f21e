"""Django's settings for tests and the type checker: a home folder of their own, no worker, no speech."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="hollyhock-records-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
_records = os.environ.get("HOLLYHOCK_TEST_RECORDS", "")
(_home / "hollyhock.toml").write_text(f'records = "{_records}"\nbus = "memory"\n')
_names = ("django", "token", "ari", "ami", "bus")
(_home / "secrets.toml").write_text("".join(f'{name} = "{secrets.token_hex(24)}"\n' for name in _names))
os.environ["HOLLYHOCK_HOME"] = str(_home)

from hollyhock.web.settings import *  # noqa: E402, F403
from hollyhock.web.settings import DATABASES  # noqa: E402

if not _records:
    # A file, because tests of the worker use several threads.
    DATABASES["default"]["TEST"] = {"NAME": _home / "test.sqlite3"}

HOLLYHOCK_DOORS = "hollyhock.testing.doors.make"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
