"""Apt in private folders: against this machine's mirror, and against one that is not to be trusted."""

from pathlib import Path

import pytest

from hollyhock.cli.parts import mirror
from hollyhock.cli.parts.apt import SUITE, Apt
from hollyhock.cli.parts.errors import PartsError
from hollyhock.cli.parts.fetch import fetch


@pytest.fixture
def unsigned_mirror(tmp_path: Path) -> str:
    packages = tmp_path / "mirror" / "dists" / SUITE / "main" / "binary-amd64"
    packages.mkdir(parents=True)
    (packages / "Packages").write_text("")
    (packages.parents[1] / "Release").write_text(f"Suite: {SUITE}\nCodename: {SUITE}\nComponents: main\n")
    return (tmp_path / "mirror").as_uri()


@pytest.fixture(scope="module")
def apt(tmp_path_factory: pytest.TempPathFactory) -> Apt:
    ours = Apt(tmp_path_factory.mktemp("apt"))
    assert any(ours.update(address) == "" for address in mirror.candidates(mirror.own_mirrors()))
    return ours


def test_downloads_verified_packages_with_what_they_need(apt: Apt) -> None:
    shares: list[float] = []
    apt.download(["opus-tools"], shares.append)
    names = {path.name.split("_")[0] for path in apt.archives.glob("*.deb")}
    assert {"opus-tools", "libopus0", "libc6"} <= names
    assert shares == sorted(shares)


def test_unknown_package_is_named(apt: Apt) -> None:
    with pytest.raises(PartsError, match="no-such-package"):
        apt.download(["no-such-package"], lambda _: None)


def test_unsigned_mirror_is_refused(tmp_path: Path, unsigned_mirror: str) -> None:
    assert "not signed" in Apt(tmp_path / "apt").update(unsigned_mirror)


def test_fetch_says_how_to_go_on_when_no_mirror_is_good(tmp_path: Path, unsigned_mirror: str) -> None:
    with pytest.raises(PartsError) as caught:
        fetch(tmp_path / "home", lambda _step, _share: None, mirror_url=unsigned_mirror)
    problem = caught.value.problem()
    assert "--mirror" in problem.en
    assert "--mirror" in problem.zh
    assert not (tmp_path / "home" / "parts" / "root").exists()
