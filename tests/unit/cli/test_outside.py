import datetime as dt
import ipaddress
import stat
from pathlib import Path

import pytest
from cryptography import x509

from hollyhock.cli.up.outside import media_address, self_signed
from hollyhock.contracts.errors import Invalid

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def test_certificate_names_the_host_and_its_address(tmp_path: Path) -> None:
    cert, key = self_signed(tmp_path, "centre.example", "192.0.2.7", NOW)
    read = x509.load_pem_x509_certificate(cert.read_bytes())
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["centre.example"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("192.0.2.7")]
    assert read.not_valid_before_utc < NOW < read.not_valid_after_utc
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_certificate_is_kept_once_people_have_accepted_it(tmp_path: Path) -> None:
    cert, _ = self_signed(tmp_path, "centre.example", "192.0.2.7", NOW)
    before = cert.read_bytes()
    self_signed(tmp_path, "centre.example", "192.0.2.7", NOW + dt.timedelta(days=3))
    assert cert.read_bytes() == before


def test_localhost_stays_local() -> None:
    assert media_address("localhost") == "127.0.0.1"


def test_address_is_its_own_media_address() -> None:
    assert media_address("192.0.2.7") == "192.0.2.7"


def test_name_without_an_address_is_refused() -> None:
    with pytest.raises(Invalid, match="does not resolve"):
        media_address("no-such-host.invalid")
