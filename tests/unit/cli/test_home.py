import stat
from pathlib import Path

from hollyhock.adapters.settings import load_secrets, load_settings
from hollyhock.cli import home as homes
from hollyhock.contracts.settings import Settings


def test_fresh_home_has_default_settings_and_good_secrets(tmp_path: Path) -> None:
    home = tmp_path / "var"
    assert not homes.exists(home)
    homes.make(home)
    assert homes.exists(home)
    assert load_settings(home) == Settings()
    secrets = load_secrets(home)
    values = [getattr(secrets, name) for name in secrets.__struct_fields__]
    assert len(set(values)) == len(values)
    assert all(len(value) >= 32 for value in values)


def test_nobody_else_may_read_the_secrets(tmp_path: Path) -> None:
    homes.make(tmp_path / "var")
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var" / "secrets.toml").stat().st_mode) == 0o600


def test_making_it_again_changes_nothing(tmp_path: Path) -> None:
    homes.make(tmp_path)
    before = load_secrets(tmp_path)
    homes.set_values(tmp_path, {"host": "centre.example"})
    homes.make(tmp_path)
    assert load_secrets(tmp_path) == before
    assert load_settings(tmp_path).host == "centre.example"


def test_every_setting_of_the_template_is_one_that_we_read(tmp_path: Path) -> None:
    homes.make(tmp_path)
    path = tmp_path / homes.SETTINGS
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line[1:] if line[:1] == "#" and line[1:2].islower() else line for line in lines))
    assert load_settings(tmp_path) == Settings()


def test_values_replace_their_lines_and_keep_the_rest(tmp_path: Path) -> None:
    homes.make(tmp_path)
    homes.set_values(tmp_path, {"host": 'odd"name\\', "cert": "/a"})
    homes.set_values(tmp_path, {"cert": "/b", "journal": "postgresql://x/y", "tenant": "company"})
    settings = load_settings(tmp_path)
    assert (settings.host, settings.cert, settings.journal) == ('odd"name\\', "/b", "postgresql://x/y")
    assert settings.tenant == "company"
    assert "[ports]" in (tmp_path / homes.SETTINGS).read_text()
