"""`hollyhock service install`: writes the units and starts them."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import Annotated

import typer

import hollyhock
from hollyhock.adapters.settings import home
from hollyhock.cli import home as homes
from hollyhock.cli.service.units import TARGET, units
from hollyhock.cli.words import say
from hollyhock.contracts.errors import HollyhockError


class NoCentre(HollyhockError):
    """There is nothing yet that a service could run."""

    code = "no_centre"
    status = 409
    zh = "{home} 里还没有中心；请先运行 hollyhock up 或 hollyhock init。"
    en = "There is no centre in {home} yet; run hollyhock up or hollyhock init first."


def register(app: typer.Typer) -> None:
    """Add the commands of this folder."""
    group = typer.Typer(no_args_is_help=True)
    # A group with a single command would otherwise lose the command's name.
    group.callback()(lambda: None)
    group.command("install", help=say("安装并启动 systemd 服务", "Install and start the systemd services"))(_install)
    app.add_typer(group, name="service", help=say("由 systemd 运行", "Run by systemd"))


def _install(
    system: Annotated[
        bool, typer.Option("--system/--user", help=say("系统服务还是用户服务", "For the system or for this user"))
    ] = False,
    into: Annotated[
        Path | None, typer.Option(help=say("只把单元文件写入此目录", "Only write the units into this folder"))
    ] = None,
) -> None:
    folder = home()
    if not homes.exists(folder):
        raise NoCentre(home=folder)
    owner = pwd.getpwuid(folder.stat().st_uid).pw_name
    target = into or _folder(system)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in units(Path(hollyhock.__file__).parents[2], folder, user=owner if system else "").items():
        (target / name).write_text(text, encoding="utf-8")
    typer.echo(say(f"单元文件已写入 {target}", f"Units written to {target}"))
    if into is None:
        _enable(["systemctl"] if system else ["systemctl", "--user"])


def _folder(system: bool) -> Path:
    if system:
        return Path("/etc/systemd/system")
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _enable(systemctl: list[str]) -> None:
    for command in ([*systemctl, "daemon-reload"], [*systemctl, "enable", "--now", TARGET]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            typer.echo(done.stderr.strip(), err=True)
            typer.echo(
                say(
                    "systemd 拒绝了；单元文件已写好，请手动启用。",
                    "systemd refused; the units are written, enable them by hand.",
                )
            )
            raise typer.Exit(1)
    typer.echo(say(f"已启动：{TARGET}", f"Started: {TARGET}"))
