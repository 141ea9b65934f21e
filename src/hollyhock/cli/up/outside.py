"""Opening the centre to other machines: the address for media, and HTTPS."""

import datetime as dt
import ipaddress
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hollyhock.contracts.errors import Invalid

_DAYS = 820


def media_address(host: str) -> str:
    """Return this machine's address as others see it under the name `host`; raise `Invalid` when there is none."""
    try:
        address = socket.gethostbyname(host)
    except OSError:
        raise Invalid(
            field="host",
            field_name="--host",
            remedy_zh=f"名称 {host} 无法解析，请填写本机的地址或可解析的名称。",
            remedy_en=f"the name {host} does not resolve; give this machine's address or a name that resolves.",
        ) from None
    # Debian gives a machine's own name a loopback address; the way out shows the true one.
    if ipaddress.ip_address(address).is_loopback and host not in {"localhost", address}:
        return _way_out()
    return address


def _way_out() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Connecting a datagram socket sends nothing; the address is reserved for documentation (RFC 5737).
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])


def self_signed(folder: Path, host: str, address: str, now: dt.datetime) -> tuple[Path, Path]:
    """Write a certificate and its key for `host` into `folder` and return their paths; those already there are kept."""
    cert, key = folder / f"{host}.crt", folder / f"{host}.key"
    if cert.exists() and key.exists():
        return cert, key
    folder.mkdir(parents=True, exist_ok=True)
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address(address))]
    if host != address:
        names.append(x509.DNSName(host))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    key.touch(mode=0o600)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return cert, key
