"""A home folder on free ports, with the fetched parts."""

import re
from pathlib import Path

import msgspec
import pytest

from hollyhock.cli import home as homes
from hollyhock.testing.parts import fetched_parts
from hollyhock.testing.ports import free_ports


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("centre")
    homes.make(folder)
    (folder / "parts").symlink_to(Path(fetched_parts().home) / "parts")
    settings = (folder / homes.SETTINGS).read_text()
    for name, port in msgspec.structs.asdict(free_ports()).items():
        settings = re.sub(rf"(?m)^#{name} = \d+$", f"{name} = {port}", settings)
    (folder / homes.SETTINGS).write_text(settings)
    return folder
