"""`hollyhock up`: sets up what is missing, starts everything, prints the addresses."""

import asyncio
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hollyhock.adapters.settings import home, load_secrets, load_settings
from hollyhock.bootstrap.supervisor.single import only_one
from hollyhock.cli import home as homes
from hollyhock.cli.doctor import centre, machine, report
from hollyhock.cli.doctor.finding import Grade
from hollyhock.cli.parts import fetch, is_complete
from hollyhock.cli.progress import showing
from hollyhock.cli.up import addresses, outside, records, running
from hollyhock.cli.up.errors import CertificateWithoutKey, NotReady
from hollyhock.cli.words import say
from hollyhock.contracts.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("up", help=say("准备并启动整个中心", "Set up and start the whole centre"))(_up)


def _up(
    host: Annotated[
        str, typer.Option(help=say("其他机器访问本机所用的名称或地址", "Name or address for other machines"))
    ] = "",
    cert: Annotated[Path | None, typer.Option(help=say("HTTPS 证书文件", "Certificate file for HTTPS"))] = None,
    key: Annotated[Path | None, typer.Option(help=say("证书的私钥文件", "Key file of the certificate"))] = None,
) -> None:
    folder = home()
    homes.make(folder)
    with only_one(folder):
        if host:
            _open_to(folder, host, cert, key)
        settings = load_settings(folder)
        refuse_if_hopeless(folder, settings)
        if not centre.all_named(settings):
            with showing() as progress:
                fetch(folder, progress)
        console = Console()
        records.prepare(folder, demo=True)
        addresses.show_log_ins(console, folder)
        asyncio.run(
            running.run(folder, settings, load_secrets(folder), started=lambda: addresses.show(console, settings))
        )


def _open_to(folder: Path, host: str, cert: Path | None, key: Path | None) -> None:
    if bool(cert) != bool(key) or not all(path.is_file() for path in (cert, key) if path):
        raise CertificateWithoutKey
    address = outside.media_address(host)
    local = host in {"localhost", "127.0.0.1"}
    if not cert and not local:
        cert, key = outside.self_signed(folder / "tls", host, address, dt.datetime.now(dt.UTC))
    files = {name: str(path.resolve()) if path else "" for name, path in (("cert", cert), ("key", key))}
    homes.set_values(folder, {"host": host, "media_address": address, **files})


def refuse_if_hopeless(folder: Path, settings: Settings) -> None:
    """Say what would keep the centre from starting, before anything is started."""
    findings = [
        machine.package_tools(needed=not centre.all_named(settings) and not is_complete(folder)),
        machine.setpriv(),
        machine.own_name(),
        machine.disk(folder),
        machine.writable(folder),
        centre.ports(settings, running=False),
        centre.databases(settings),
    ]
    bad = [finding for finding in findings if finding.grade is Grade.BAD]
    if bad:
        report.show(bad)
        raise NotReady
