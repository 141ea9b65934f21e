"""`hollyhock demo load` and `remove`: both may be done while the centre runs."""

import typer
from rich.console import Console

from hollyhock.adapters.settings import home
from hollyhock.cli.up import records
from hollyhock.cli.up.addresses import show_log_ins
from hollyhock.cli.words import say
from hollyhock.contracts.errors import HollyhockError


class DemoInUse(HollyhockError):
    """Rows of the user's own still need something of the demo."""

    code = "demo_in_use"
    status = 409
    zh = "演示数据仍被使用，未删除任何内容：{detail}"
    en = "The demo is still in use, nothing was deleted: {detail}"


def register(app: typer.Typer) -> None:
    """Add the commands of this folder."""
    group = typer.Typer(no_args_is_help=True)
    group.command("load", help=say("载入演示数据", "Load the demo"))(_load)
    group.command("remove", help=say("删除演示数据，保留自己的数据", "Remove the demo, keep your own data"))(_remove)
    app.add_typer(group, name="demo", help=say("演示数据", "The demo's data"))


def _load() -> None:
    console = Console()
    records.load_demo(home())
    show_log_ins(console, home())
    console.print(say("演示数据已载入。", "The demo is loaded."))


def _remove() -> None:
    # Django takes a second to load, which no other command should pay.
    from django.core.exceptions import ValidationError

    from hollyhock.bootstrap import web

    try:
        web.remove_demo(home())
    except ValidationError as refusal:
        raise DemoInUse(detail="; ".join(refusal.messages)) from None
    typer.echo(say("演示数据已删除。", "The demo is removed."))
