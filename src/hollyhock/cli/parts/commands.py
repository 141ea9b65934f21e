"""`hollyhock parts`: fetch, list and check the programs that are not Python."""

import platform
import time
from typing import Annotated

import typer
from rich.console import Console

from hollyhock.adapters.settings import home, load_settings
from hollyhock.cli.parts import check, fetch
from hollyhock.cli.parts.manifest import WANTED, read_manifest
from hollyhock.cli.progress import showing
from hollyhock.cli.words import say
from hollyhock.contracts.parts import PartsLayout


def register(app: typer.Typer) -> None:
    """Add the commands of this folder."""
    group = typer.Typer(no_args_is_help=True)
    group.command("fetch", help=say("取得 Asterisk 等程序", "Fetch Asterisk and the other programs"))(_fetch)
    group.command("list", help=say("列出已取得的软件包", "List the packages that were fetched"))(_list)
    group.command("check", help=say("检查各程序能否运行", "Check that every program runs"))(_check)
    app.add_typer(group, name="parts", help=say("Asterisk 等外部程序", "Programs that are not Python"))


def _fetch(
    mirror: Annotated[str, typer.Option(help=say("Debian 镜像的网址", "Address of a Debian mirror"))] = "",
    again: Annotated[bool, typer.Option("--again", help=say("重新取得最新版本", "Fetch anew, the newest"))] = False,
) -> None:
    started = time.monotonic()
    with showing() as report:
        manifest = fetch(home(), report, mirror_url=mirror, again=again)
    seconds = time.monotonic() - started
    Console().print(
        say(
            f"已就绪：{len(manifest.packages)} 个软件包，用时 {seconds:.0f} 秒。",
            f"Ready: {len(manifest.packages)} packages, {seconds:.0f} s.",
        )
    )
    _check()


def _list(
    everything: Annotated[bool, typer.Option("--all", help=say("连同依赖的库", "With the libraries too"))] = False,
) -> None:
    manifest = read_manifest(home())
    for package in manifest.packages if manifest else ():
        if everything or package.name in WANTED:
            typer.echo(f"{package.name}\t{package.version}\t{package.sha256}")


def _check() -> None:
    layout = PartsLayout(home=str(home()), settings=load_settings(home()), machine=platform.machine())
    for found in check(layout):
        typer.echo(f"{found.name}\t{found.version}")
