"""The door with a certificate: HTTPS and WSS, and web is told so."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.asyncio.client import connect

from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.ids import RandomIds
from hollyhock.contracts.desk_socket import Cards, Hello
from hollyhock.gateway.app import build
from hollyhock.gateway.serve import listen, server
from hollyhock.testing.wait import until

from .conftest import SCOPE, Desk, House, ticket


def make_certificate(folder: Path) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(cert), str(secret)


async def test_pages_and_sockets_over_tls(house: House, tmp_path: Path) -> None:
    cert, key = make_certificate(tmp_path)
    trusted = ssl.create_default_context(cafile=cert)
    clock = SystemClock()
    bound = listen("127.0.0.1", 0)
    port = int(bound.getsockname()[1])
    app = build(house.config, house.bus, RandomIds(SCOPE, clock), clock.now)
    running = server(app, host="127.0.0.1", port=port, cert=cert, key=key)
    task = asyncio.create_task(running.serve(sockets=[bound]))
    await until(lambda: running.started, "the gateway listens")
    async with httpx.AsyncClient(base_url=f"https://localhost:{port}", verify=trusted, trust_env=False) as page:
        assert (await page.get("/health")).json()["ok"]
    socket = await connect(f"wss://localhost:{port}/socket/desk", ssl=trusted, compression=None, proxy=None)
    desk = Desk(socket)
    await desk.send(Hello(ticket=ticket()))
    await desk.next(Cards)
    await socket.close()
    running.should_exit = True
    await task
