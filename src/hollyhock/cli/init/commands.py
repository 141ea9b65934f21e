"""`hollyhock init`: settings, secrets, databases and one administrator, without the demo."""

import typer
from rich.console import Console

from hollyhock.adapters.settings import home
from hollyhock.cli import home as homes
from hollyhock.cli.up import records
from hollyhock.cli.up.addresses import show_log_ins
from hollyhock.cli.words import say
from hollyhock.contracts.errors import HollyhockError


class CentreExists(HollyhockError):
    """The home folder already holds a centre."""

    code = "centre_exists"
    status = 409
    zh = "{home} 里已有一个中心；请用 HOLLYHOCK_HOME 指定别的目录。"
    en = "{home} already holds a centre; name another folder with HOLLYHOCK_HOME."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init", help=say("建立一个没有演示数据的空中心", "Make an empty centre, without the demo"))(_init)


def _init() -> None:
    folder = home()
    if records.is_prepared(folder):
        raise CentreExists(home=folder)
    homes.make(folder)
    console = Console()
    records.prepare(folder, demo=False)
    show_log_ins(console, folder)
    console.print(say(f"\n已建立：{folder}。下一步：hollyhock up", f"\nMade: {folder}. Next: hollyhock up"))
