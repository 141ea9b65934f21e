"""What every bus holds to."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import pytest

from hollyhock.adapters.bus import NatsBus
from hollyhock.adapters.bus.limits import MAX_PAYLOAD
from hollyhock.contracts.errors import HollyhockError, Unavailable
from hollyhock.contracts.ports import Bus
from hollyhock.testing.nats import NatsServer
from hollyhock.testing.wait import until

MakeBus = Callable[[], Bus]
ANSWERED_MS = 20_000
"""How long an answer that must come may take on a busy machine."""


class Listener:
    """Keeps what it hears; answers with its name."""

    def __init__(self, name: str = "") -> None:
        self.name, self.heard = name, list[bytes]()

    async def __call__(self, message: bytes) -> bytes | None:
        self.heard.append(message)
        return self.name.encode() or None


async def pair(make_bus: MakeBus) -> tuple[Bus, Bus]:
    here, there = make_bus(), make_bus()
    for bus in (here, there):
        await joined(bus)
    return here, there


async def joined(bus: Bus) -> None:
    """Connect and wait until it is there: ``connect`` itself returns without a server after a while."""
    await bus.connect()
    await until(lambda: not isinstance(bus, NatsBus) or _connected(bus), "connected")


@pytest.mark.parametrize(
    ("pattern", "heard"),
    [("t1.a.b", 1), ("t1.*.b", 2), ("t1.>", 4), ("t1.a", 0), ("*.a.b", 1), ("t1.a.*", 2), ("t1.a.b.>", 0)],
)
async def test_subjects_match_as_words(make_bus: MakeBus, pattern: str, heard: int) -> None:
    here, there = await pair(make_bus)
    listener, end = Listener(), Listener()
    await there.subscribe(pattern, listener)
    await there.subscribe("end", end)
    for subject in ("t1.a.b", "t1.a.c", "t1.x.b", "t1.x.y.z", "end"):
        await here.publish(subject, subject.encode())
    await until(lambda: end.heard == [b"end"] and len(listener.heard) >= heard, "the messages are heard")
    assert len(listener.heard) == heard


async def test_messages_keep_their_order(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)
    listener = Listener()
    await there.subscribe("order", listener)
    for number in range(2000):
        await here.publish("order", b"%d" % number)
    await until(lambda: len(listener.heard) == 2000, "all messages are heard")
    assert listener.heard == [b"%d" % number for number in range(2000)]


async def test_a_request_is_answered(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)
    await there.subscribe("ask", Listener("answer"))
    assert await here.request("ask", b"", ANSWERED_MS) == b"answer"


async def test_an_empty_answer_is_an_answer(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)

    async def nothing_new(_message: bytes) -> bytes:
        return b""

    await there.subscribe("ask", nothing_new)
    assert await here.request("ask", b"", ANSWERED_MS) == b""


async def test_requests_are_served_side_by_side(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)
    all_there = asyncio.Barrier(20)

    async def serve(message: bytes) -> bytes:
        await all_there.wait()
        return message

    await there.subscribe("together", serve)
    answers = await asyncio.gather(*(here.request("together", b"%d" % one, ANSWERED_MS) for one in range(20)))
    assert answers == [b"%d" % one for one in range(20)]


async def test_nobody_there_is_unavailable_at_once(make_bus: MakeBus) -> None:
    here, _there = await pair(make_bus)
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        await here.request("nobody", b"", 60_000)
    assert time.monotonic() - begun < ANSWERED_MS / 1000


async def test_no_answer_in_time_is_unavailable(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)
    await there.subscribe("mute", Listener())
    with pytest.raises(Unavailable):
        await here.request("mute", b"", 50)


async def test_who_is_cancelled_as_the_answer_comes_is_cancelled(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)
    asking = list[asyncio.Task[bytes]]()

    async def cancel(_message: bytes) -> bytes:
        asking[0].cancel()
        return b"answer"

    await there.subscribe("ask", cancel)
    asking.append(asyncio.create_task(here.request("ask", b"", ANSWERED_MS)))
    await asyncio.wait(asking)
    assert asking[0].cancelled()


async def test_a_group_shares_and_others_hear_all(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)
    one, two, alone = Listener(), Listener(), Listener()
    await here.subscribe("work", one, group="workers")
    await there.subscribe("work", two, group="workers")
    await there.subscribe("work", alone)
    for number in range(100):
        await here.publish("work", b"%d" % number)
    await until(lambda: len(alone.heard) == 100 and len(one.heard) + len(two.heard) == 100, "all work is taken")
    assert Counter(one.heard + two.heard) == Counter(alone.heard)


async def test_a_failing_handler_does_not_end_the_subscription(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)

    async def fail_once(message: bytes) -> bytes:
        if message == b"bad":
            raise ValueError(message)
        return b"fine"

    await there.subscribe("ask", fail_once)
    with pytest.raises(Unavailable):
        await here.request("ask", b"bad", 100)
    assert await here.request("ask", b"good", ANSWERED_MS) == b"fine"


async def test_large_messages_pass_and_larger_ones_are_refused(make_bus: MakeBus) -> None:
    here, there = await pair(make_bus)

    async def echo(message: bytes) -> bytes:
        return message

    await there.subscribe("echo", echo)
    large = bytes(MAX_PAYLOAD)
    assert await here.request("echo", large, ANSWERED_MS) == large
    with pytest.raises(HollyhockError, match="bytes"):
        await here.publish("echo", large + b"!")
    with pytest.raises(HollyhockError, match="bytes"):
        await here.request("echo", large + b"!", 1000)


async def test_nats_comes_back_after_its_server_died(nats: NatsServer) -> None:
    here, there = NatsBus(nats.url, nats.token), NatsBus(nats.url, nats.token)
    for bus in (here, there):
        await joined(bus)
    listener = Listener("answer")
    await there.subscribe("ask", listener)
    assert await here.request("ask", b"1", ANSWERED_MS) == b"answer"
    nats.stop()
    await until(lambda: not _connected(here) and not _connected(there), "both notice")
    with pytest.raises(Unavailable):
        await here.request("ask", b"2", ANSWERED_MS)
    await here.publish("ask", b"3")
    nats.start()
    await until(lambda: _connected(here) and _connected(there), "both are back")
    assert await here.request("ask", b"4", ANSWERED_MS) == b"answer"
    assert listener.heard == [b"1", b"4"], "nothing is sent late"
    await here.close()
    await there.close()


async def test_nats_may_come_later_than_we(nats: NatsServer) -> None:
    nats.stop()
    late = NatsBus(nats.url, nats.token)
    listener = Listener("answer")
    await late.subscribe("ask", listener)
    connecting = asyncio.create_task(late.connect())
    await asyncio.wait({connecting}, timeout=0.3)
    nats.start()
    await connecting
    await until(lambda: _connected(late), "it has joined")
    assert await late.request("ask", b"", ANSWERED_MS) == b"answer"
    await late.close()


async def test_nats_refuses_a_wrong_token(nats: NatsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hollyhock.adapters.bus.nats_bus._FIRST_S", 0.3)
    stranger = NatsBus(nats.url, "wrong")
    await stranger.connect()
    assert not _connected(stranger)
    await stranger.close()


def _connected(bus: NatsBus) -> bool:
    return bus._client is not None and bus._client.is_connected
