"""`hollyhock doctor`: each check in a line, with what to do."""

from collections.abc import Iterator
from pathlib import Path

import typer

import hollyhock
from hollyhock.adapters.settings import home, load_settings
from hollyhock.bootstrap.supervisor.single import is_running
from hollyhock.cli.doctor import centre, machine, report
from hollyhock.cli.doctor.finding import Finding, Grade
from hollyhock.cli.words import say
from hollyhock.contracts.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor", help=say("检查本机是否具备运行条件", "Check whether this machine has all that is needed"))(
        _doctor
    )


def examine(folder: Path, settings: Settings) -> Iterator[Finding]:
    """Yield every finding for a home folder."""
    yield machine.python()
    yield machine.package_tools(needed=not centre.all_named(settings))
    yield machine.setpriv()
    yield centre.parts(folder, settings)
    yield centre.ports(settings, is_running(folder))
    yield centre.databases(settings)
    yield machine.own_name()
    yield machine.disk(folder)
    yield machine.writable(folder)
    yield machine.open_files()
    yield centre.microphone(settings)
    yield machine.clock(Path(hollyhock.__file__).stat().st_mtime)


def _doctor() -> None:
    folder = home()
    findings = list(examine(folder, load_settings(folder)))
    report.show(findings)
    if any(finding.grade is Grade.BAD for finding in findings):
        raise typer.Exit(1)
