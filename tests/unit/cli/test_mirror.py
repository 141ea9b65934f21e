import pytest

from hollyhock.cli.parts.mirror import candidates


def test_plain_mirror_is_tried_first() -> None:
    assert candidates(["http://mirror.example/debian"])[0] == "http://mirror.example/debian"


@pytest.mark.parametrize(
    "pinned",
    [
        "http://mirror.example/archive/debian/20250520T000000Z",
        "http://mirror.example/archive/debian-security/20250520T000000Z",
    ],
)
def test_mirror_pinned_to_a_day_leads_to_the_living_one(pinned: str) -> None:
    assert "http://mirror.example/debian" in candidates([pinned])
    assert pinned in candidates([pinned])


def test_security_mirror_leads_to_the_archive_beside_it() -> None:
    assert "http://mirror.example/debian" in candidates(["http://mirror.example/debian-security"])


def test_no_address_is_tried_twice() -> None:
    found = candidates(["http://mirror.example/debian", "http://mirror.example/debian-security"])
    assert len(found) == len(set(found))


def test_a_disc_has_no_host_to_guess_from() -> None:
    assert candidates(["cdrom:[Debian]"]) == ["cdrom:[Debian]"]
