"""`hollyhock records rebuild`: empties the projected tables and folds the whole journal again."""

import asyncio
import os

import typer
from rich.console import Console

from hollyhock.cli.words import say


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, help=say("由日志得出的业务记录", "Records made from the journal"))
    group.command("rebuild", help=say("清空后由日志重建", "Empty them and make them again from the journal"))(_rebuild)
    app.add_typer(group, name="records")


def _rebuild() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hollyhock.web.settings")
    # Django takes a second to load, which no other command should pay.
    import django

    django.setup()
    cursor = asyncio.run(_fold())
    Console().print(say(f"已重建，处理到日志第 {cursor} 条。", f"Rebuilt, up to entry {cursor} of the journal."))


async def _fold() -> int:
    from hollyhock.adapters.settings import home, load_settings
    from hollyhock.apps.interactions.facade import rebuild
    from hollyhock.bootstrap.carriers import journal_of
    from hollyhock.bootstrap.running import Threads
    from hollyhock.contracts.ids import Scope

    settings, threads = load_settings(home()), Threads()
    journal = journal_of(home(), settings)
    await journal.open()
    try:
        return await rebuild(Scope(settings.tenant, settings.domain), journal, threads)
    finally:
        await journal.close()
        threads.close()
