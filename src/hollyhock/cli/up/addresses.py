"""Where to go once the centre runs."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hollyhock.bootstrap.log_ins import forget, kept
from hollyhock.cli.words import say
from hollyhock.contracts.settings import Settings


def addresses(settings: Settings) -> dict[str, str]:
    """Return what a person may open, by what it is."""
    scheme = "https" if settings.cert else "http"
    root = f"{scheme}://{settings.host}:{settings.ports.door}"
    return {
        say("客户页面", "Customer page"): f"{root}/demo/",
        say("坐席工作台", "Desk"): f"{root}/desk/",
        say("后台管理", "Back office"): f"{root}/office/",
        say("SIP 中继", "SIP trunk"): f"sip:{settings.media_address}:{settings.ports.sip}",
    }


def show(console: Console, settings: Settings) -> None:
    """Print the addresses."""
    table = Table(box=None, show_header=False, padding=(0, 2))
    for what, address in addresses(settings).items():
        table.add_row(what, f"[bold]{address}[/]")
    console.print(table)
    console.print(say("\n按 Ctrl-C 停止。", "\nCtrl-C stops everything."))


def show_log_ins(console: Console, home: Path) -> None:
    """Print the generated log-ins that nobody has seen yet, if there are any; from then on they are kept nowhere."""
    if not (log_ins := kept(home)):
        return
    console.print(say("\n首次登录（只显示这一次，请记下）：", "\nLog-ins (shown only this once, write them down):"))
    people = Table(box=None, show_header=False, padding=(0, 2))
    for person in log_ins:
        people.add_row(person.username, f"[bold]{person.password}[/]", escape(person.name), ", ".join(person.roles))
    console.print(people)
    forget(home)
