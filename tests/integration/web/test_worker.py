"""The worker's jobs on a bus: what engine and gateway ask is answered, what changes in the records is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as django_settings

from hollyhock.adapters.bus import MemoryBus
from hollyhock.adapters.clock import SystemClock
from hollyhock.adapters.journal import SqliteJournal
from hollyhock.apps.base.jobs import Context
from hollyhock.apps.centre import services
from hollyhock.apps.centre.models import Queue, Trunk
from hollyhock.apps.publishing.models import Outbox
from hollyhock.apps.tenancy.services import ensure
from hollyhock.bootstrap.centre_data import loading, package, removing
from hollyhock.bootstrap.doors import RealDoors
from hollyhock.bootstrap.log_ins import LogIn
from hollyhock.bootstrap.running import Runner, Threads
from hollyhock.bootstrap.web import DEMO
from hollyhock.bootstrap.worker import all_jobs
from hollyhock.contracts import subjects
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.ids import Scope

pytestmark = pytest.mark.django_db(transaction=True)
SCOPE = Scope("demo")
T = TypeVar("T")


def load_demo() -> list[LogIn]:
    return loading.load(ensure(SCOPE, "演示", "Demo"), package.read(DEMO))


def remove_demo() -> None:
    removing.remove(ensure(SCOPE, "演示", "Demo"), package.read(DEMO))


@asynccontextmanager
async def worker(folder: Path) -> AsyncIterator[MemoryBus]:
    bus, clock, threads = MemoryBus(), SystemClock(), Threads()
    journal = SqliteJournal(folder / "journal.sqlite3")
    await journal.open()
    context = Context(SCOPE, folder, django_settings.HOLLYHOCK, bus, journal, clock, threads)
    running = asyncio.create_task(Runner(all_jobs(context), clock).run())
    try:
        yield bus
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await bus.close()
        await journal.close()
        await asyncio.to_thread(threads.close)


async def ask(bus: MemoryBus, subject: str, question: object, kind: type[T]) -> T:
    """Ask until the job has subscribed."""
    body = question if isinstance(question, bytes) else msgspec.json.encode(question)
    async with asyncio.timeout(20):
        while True:
            try:
                answer = await bus.request(subject, body, 5_000)
            except Unavailable:
                await asyncio.sleep(0.01)
                continue
            return msgspec.json.decode(answer, type=kind)


async def test_look_ups_pops_and_pulls_are_answered(tmp_path: Path) -> None:
    await sync_to_async(load_demo)()
    async with worker(tmp_path) as bus:
        found = await ask(
            bus,
            subjects.look_up(SCOPE, "customer"),
            subjects.LookUpAsk({"number": "+8613800138001"}),
            subjects.LookUpAnswer,
        )
        assert found.personal["customer_name"] == "李雷"
        balance = await ask(
            bus, subjects.look_up(SCOPE, "billing"), subjects.LookUpAsk({"customer": "C10001"}), subjects.LookUpAnswer
        )
        assert balance.personal["balance"] == "1234567"
        pop = await ask(
            bus,
            subjects.pop(SCOPE),
            subjects.PopAsk(interaction="demo.main.i0", ani="+8613800138001"),
            subjects.PopAnswer,
        )
        assert (pop.name, pop.vip) == ("李雷", True)
        directory = await pulled(bus)
        assert len(directory.agents) == 12
        assert [flow.code for flow in directory.flows] == ["line-1001"]
        assert all(set(prompt.audio) == {"zh-Hans", "en"} for prompt in directory.prompts)


async def pulled(bus: MemoryBus) -> Directory:
    """Pull until the first version has been published."""
    async with asyncio.timeout(20):
        while True:
            try:
                body = await bus.request(subjects.directory_pull(SCOPE), b"0", 5_000)
            except Unavailable:
                body = b""
            if body:
                return msgspec.json.decode(body, type=Directory)
            await asyncio.sleep(0.01)


async def test_a_change_is_told_to_the_engine_at_once(tmp_path: Path) -> None:
    await sync_to_async(load_demo)()
    async with worker(tmp_path) as bus:
        first = await pulled(bus)
        told: asyncio.Queue[int] = asyncio.Queue()

        async def changed(message: bytes) -> None:
            told.put_nowait(int(message))

        await bus.subscribe(subjects.directory_changed(SCOPE), changed)
        await sync_to_async(lengthen)()
        await bus.publish(subjects.outbox_grew(SCOPE), b"")
        async with asyncio.timeout(10):
            assert await told.get() == first.version + 1
        newest = await pulled(bus)
        assert {queue.offer_ms for queue in newest.queues} == {33_000}
        assert await bus.request(subjects.directory_pull(SCOPE), str(newest.version).encode(), 5_000) == b""


async def test_leaders_hear_that_changes_do_not_hold_until_they_do(tmp_path: Path) -> None:
    await sync_to_async(load_demo)()
    async with worker(tmp_path) as bus:
        first = await pulled(bus)
        told: asyncio.Queue[subjects.Alarm] = asyncio.Queue()

        async def alarmed(message: bytes) -> None:
            told.put_nowait(msgspec.json.decode(message, type=subjects.Alarm))

        async def until(*, raised: bool) -> subjects.Alarm:
            async with asyncio.timeout(10):
                while (alarm := await told.get()).code != "directory_refused" or alarm.raised != raised:
                    pass
            return alarm

        await bus.subscribe(subjects.alarm(SCOPE), alarmed)
        await sync_to_async(forget_a_queue)()
        alarm = await until(raised=True)
        assert ("没有“operator”" in alarm.zh, "there is no “operator”" in alarm.en) == (True, True)
        assert await bus.request(subjects.directory_pull(SCOPE), str(first.version).encode(), 5_000) == b""
        await sync_to_async(bring_it_back)()
        await until(raised=False)


def forget_a_queue() -> None:
    """Change its code past all checks."""
    Queue.objects.filter(code="operator").update(code="away")
    Outbox.objects.create(domain=ensure(SCOPE, "演示", "Demo"))


def bring_it_back() -> None:
    row = Queue.objects.get(code="away")
    row.code = "operator"
    services.save(None, row)


def lengthen() -> None:
    for queue in Queue.objects.all():
        queue.offer_s = 33
        services.save(None, queue)


async def test_a_trunks_password_is_told_only_when_asked(tmp_path: Path) -> None:
    await sync_to_async(make_trunk)()
    async with worker(tmp_path) as bus:
        subject = subjects.trunk_secret(SCOPE)
        told = await ask(bus, subject, subjects.TrunkSecretAsk("carrier"), subjects.TrunkSecret)
        assert told.secret == "a word"
        assert (await ask(bus, subject, subjects.TrunkSecretAsk("none"), subjects.TrunkSecret)).secret == ""


def make_trunk() -> None:
    domain = ensure(SCOPE, "演示", "Demo")
    names = {"code": "carrier", "name_zh": "中继", "name_en": "Carrier"}
    row = Trunk(tenant=domain.tenant, domain=domain, kind="account", user="u", **names)
    services.save_trunk(None, row, "a word")


async def test_nonsense_on_the_bus_harms_nobody(tmp_path: Path) -> None:
    await sync_to_async(load_demo)()
    async with worker(tmp_path) as bus:
        await pulled(bus)
        for subject in (subjects.look_up(SCOPE, "customer"), subjects.pop(SCOPE), subjects.trunk_secret(SCOPE)):
            with pytest.raises(Unavailable):
                await bus.request(subject, b"{nonsense", 200)
        answer = await ask(
            bus, subjects.look_up(SCOPE, "customer"), subjects.LookUpAsk({"customer": "C10001"}), subjects.LookUpAnswer
        )
        assert answer.found


async def test_a_poke_reaches_the_bus_from_any_thread() -> None:
    bus, doors = MemoryBus(), RealDoors()
    heard = asyncio.Event()

    async def poke(_message: bytes) -> None:
        heard.set()

    await bus.subscribe(subjects.outbox_grew(SCOPE), poke)
    doors.poke(SCOPE)  # without a bus it is nothing
    doors.attach(bus)
    await asyncio.to_thread(doors.poke, SCOPE)
    async with asyncio.timeout(10):
        await heard.wait()
    await bus.close()


def test_the_demo_can_be_loaded_twice_and_taken_out_again() -> None:
    assert len(load_demo()) == 15
    assert load_demo() == []
    remove_demo()
    assert not Queue.objects.exists()
    assert [log_in.username for log_in in load_demo()] == [
        one.username for one in package.read(DEMO).centre.people if "administrator" not in one.roles
    ]
