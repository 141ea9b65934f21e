"""`hollyhock journal verify`: every stored command decided again, compared with events, snapshot and records."""

import os

import msgspec
import typer
from rich.console import Console

from hollyhock.adapters.settings import home, load_settings
from hollyhock.apps.base.jobs import InRecords
from hollyhock.cli import centre
from hollyhock.cli.progress import showing
from hollyhock.cli.words import say
from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Journal
from hollyhock.core.kpi.fold import Books, Changes, apply
from hollyhock.core.verifying import Divergence, Verifier


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was compared."""

    entries: int
    decided: int
    folded: int
    """Decided by an older release: their events are folded."""
    snapshot: int
    """Entry of the newest snapshot; 0 = none, or one of another release."""
    contacts: int
    """Interactions compared with the records."""
    divergence: Divergence | None = None


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help=say("事件日志", "The journal of events"))
    words = say("重新决策每条命令并与事件、快照、业务记录比较", "Decide every command again and compare")
    group.command("verify", help=words)(_verify)
    app.add_typer(group, name="journal")


def _verify() -> None:
    settings = load_settings(home())
    if not settings.records and not (home() / "records.sqlite3").exists():
        raise _no_records()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    # Django takes a second to load, which no other command should pay.
    import django

    django.setup()
    from django.db import DatabaseError

    from hollyhock.bootstrap.running import Threads

    threads, scope = Threads(), Scope(settings.tenant, settings.domain)
    try:
        found = centre.with_journal(lambda journal: verify(journal, scope, threads))
    except DatabaseError:
        raise _no_records() from None
    finally:
        threads.close()
    console = Console()
    if found.divergence is not None:
        _name(console, found.divergence)
        raise typer.Exit(1)
    console.print(
        say(
            f"一致：{found.entries} 条日志，其中 {found.decided} 条重新决策，{found.folded} 条由旧版本写入；"
            f"快照在第 {found.snapshot} 条；核对了 {found.contacts} 个联络的业务记录。",
            f"All agree: {found.entries} entries, {found.decided} of them decided again, {found.folded} of older"
            f" releases; snapshot at entry {found.snapshot}; records of {found.contacts} interactions compared.",
        )
    )


def _no_records() -> Invalid:
    return Invalid(
        field="HOLLYHOCK_HOME",
        field_name=str(home()),
        remedy_zh="这里的业务库还没有建好或无法读取；请先运行 hollyhock up",
        remedy_en="the records here have not been made yet or cannot be read; run hollyhock up first",
    )


async def verify(journal: Journal, scope: Scope, records: InRecords) -> Verified:
    """Go through the journal up to its present end, and name the first divergence."""
    from hollyhock.apps.interactions.facade import first_difference, position

    last, _ = await journal.last()
    snapshot = await journal.load_snapshot()
    cursor = await records(position, scope)
    verifier, books, matched = Verifier(str(scope)), Books(), 0
    with showing() as progress:
        async for entry in centre.entries_of(journal):
            if entry.seq > last:
                break
            divergence = verifier.take(entry)
            if divergence is None and snapshot is not None and snapshot.seq == entry.seq:
                divergence, matched = verifier.compare(snapshot), entry.seq
            if divergence is not None:
                return _verified(verifier, matched, 0, divergence)
            if entry.seq <= cursor:
                apply(books, entry, Changes())
            progress(say("核对日志", "Verifying the journal"), entry.seq / last)
    if cursor > last:
        beyond = Divergence(seq=last, what="records", stored=(f"{last}",), decided=(f"{cursor}",))
        return _verified(verifier, matched, 0, beyond)
    name = await records(first_difference, scope, books.contacts)
    divergence = Divergence(seq=cursor, what="records", stored=(name,)) if name else None
    return _verified(verifier, matched, len(books.contacts), divergence)


def _verified(verifier: Verifier, snapshot: int, contacts: int, divergence: Divergence | None) -> Verified:
    return Verified(
        entries=verifier.decided + verifier.folded,
        decided=verifier.decided,
        folded=verifier.folded,
        snapshot=snapshot,
        contacts=contacts,
        divergence=divergence,
    )


def _name(console: Console, found: Divergence) -> None:
    zh, en = f"第 {found.seq} 条（{found.what}）不一致：", f"Entry {found.seq} ({found.what}) differs:"
    console.print(say(zh, en))
    for text in found.stored:
        console.print(say("  日志有：", "  journal has: ") + text, soft_wrap=True)
    for text in found.decided:
        console.print(say("  现得出：", "  decided now: ") + text, soft_wrap=True)
