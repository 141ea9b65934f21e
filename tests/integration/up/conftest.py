"""A home folder on free ports, with the fetched parts."""

import re
from pathlib import Path

import pytest

from hollyhock.cli import home as homes
from hollyhock.contracts.settings import Ports
from hollyhock.testing.asterisk import free_port
from hollyhock.testing.parts import fetched_parts


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("centre")
    homes.make(folder)
    (folder / "parts").symlink_to(Path(fetched_parts().home) / "parts")
    settings = (folder / homes.SETTINGS).read_text()
    for name in Ports.__struct_fields__:
        if not name.startswith("rtp"):
            settings = re.sub(rf"(?m)^#{name} = \d+$", f"{name} = {free_port()}", settings)
    (folder / homes.SETTINGS).write_text(settings)
    return folder
