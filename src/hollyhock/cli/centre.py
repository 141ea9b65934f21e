"""The centre of this home folder, as its journal tells it; nothing needs to run."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

from hollyhock.adapters.settings import home, load_settings
from hollyhock.bootstrap.carriers import journal_of
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Invalid
from hollyhock.contracts.events import DirectoryPublished
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.ports import Journal

T = TypeVar("T")
_PAGE = 5_000


def with_journal(work: Callable[[Journal], Coroutine[Any, Any, T]]) -> T:
    """Open the home's journal, let ``work`` read it, and return what it found; an engine may go on writing.

    Raise ``Invalid`` where there is none: reading makes no centre.
    """
    settings = load_settings(home())
    if not settings.journal and not (home() / "journal.sqlite3").exists():
        raise _nothing_yet("这里还没有中心的日志", "there is no centre's journal here")

    async def run() -> T:
        journal = journal_of(home(), settings)
        await journal.open()
        try:
            return await work(journal)
        finally:
            await journal.close()

    return asyncio.run(run())


async def entries_of(journal: Journal, after: int = 0) -> AsyncIterator[Entry]:
    """Yield the journal's entries in order."""
    while page := await journal.read(after, _PAGE):
        for entry in page:
            yield entry
        after = page[-1].seq


async def every_entry(journal: Journal) -> list[Entry]:
    """Return all of them."""
    return [entry async for entry in entries_of(journal)]


def directory_in(entries: list[Entry]) -> Directory:
    """Return the directory that was published last; raise ``Invalid`` where there is none yet."""
    for entry in reversed(entries):
        for event in entry.events:
            if isinstance(event, DirectoryPublished):
                return event.directory
    raise _nothing_yet("日志里还没有中心的规则", "the journal has no rules of a centre yet")


def _nothing_yet(zh: str, en: str) -> Invalid:
    return Invalid(
        field="HOLLYHOCK_HOME",
        field_name=str(home()),
        remedy_zh=f"{zh}；请先运行 hollyhock up，或用 HOLLYHOCK_HOME 指定中心的文件夹",
        remedy_en=f"{en}; run hollyhock up first, or name the centre's folder with HOLLYHOCK_HOME",
    )
