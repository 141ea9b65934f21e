"""The desk's socket over real WebSocket against a scripted engine."""

from __future__ import annotations

import asyncio
import socket as sockets

import msgspec
import pytest
from structlog.testing import capture_logs
from websockets.exceptions import InvalidStatus

from hollyhock.contracts.commands import ForceNotReady, LogIn, PlaceInteraction, PullInteraction, SetReady
from hollyhock.contracts.desk_socket import (
    AlarmRaised,
    Answered,
    AnyToDesk,
    Ask,
    AskPop,
    AskTakers,
    Cards,
    Displaced,
    Hello,
    Ping,
    Pong,
    Popped,
    Rejected,
    Renew,
    Takers,
    Watch,
    Watched,
    Welcome,
)
from hollyhock.contracts.directory import Names
from hollyhock.contracts.errors import Refused
from hollyhock.contracts.softphone import agent_device, device_secret
from hollyhock.contracts.subjects import Alarm, PopAnswer
from hollyhock.contracts.views import AgentCard, InteractionCard, QueueCard, SystemCard
from hollyhock.contracts.waiting import Taker, TakersAsk, Waiting, Why
from hollyhock.testing.wait import until

from .conftest import TOKEN, Desk, House, leader, ticket


def call(name: str, phase: str, agent: str = "") -> InteractionCard:
    return InteractionCard(
        key=f"interaction:{name}",
        interaction=name,
        medium="voice",
        phase=phase,
        phase_since=0,
        arrived=0,
        entry_point="e",
        language="en",
        personal={"ani": "+8613800000000"},
        agent=agent,
    )


def agent(code: str, team: str) -> AgentCard:
    return AgentCard(key=f"agent:{code}", agent=code, name=code, team=team, site="", state="Null", since=0)


def log_ins(house: House) -> list[LogIn]:
    return [one.command for one in house.engine.envelopes if isinstance(one.command, LogIn)]


async def test_a_desk_logs_in_and_sees_its_own(house: House) -> None:
    await house.engine.put(agent("1001", "north"), agent("1002", "north"), call("other", "connected", "1002"))
    desk = await house.desk(ticket())
    welcome = await desk.next(Welcome)
    device = agent_device(TOKEN, "s1")
    assert welcome.softphone
    assert (welcome.softphone.device, welcome.softphone.secret) == (device, device_secret(TOKEN, device))
    assert [one.device for one in house.engine.provisions] == [device]
    assert log_ins(house) == [LogIn(agent="1001", session="s1", device=device, fresh=True)]
    await desk.next(Cards)
    assert set(desk.cards) == {"agent:1001", "system"}
    own = desk.cards["agent:1001"]
    assert isinstance(own, AgentCard)
    assert own.state == "NotReady"
    await house.engine.put(call("mine", "offered", "1001"), QueueCard(key="queue:q", queue="q", waiting=1))
    await desk.until(lambda: {"interaction:mine", "queue:q"} <= set(desk.cards))
    await house.engine.put(call("mine", "offered", "1002"))
    await desk.until(lambda: "interaction:mine" not in desk.cards)
    await until(lambda: house.engine.beats[-1].sessions == {"1001": "s1"}, "a beat with the desk")


async def test_commands_are_answered_and_checked(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await desk.send(Ask(id="c1", command=SetReady(agent="1001")))
    assert (await desk.next(Answered)) == Answered(id="c1")
    await desk.send(Ask(id="c1", command=SetReady(agent="1001")))
    assert (await desk.next(Answered)) == Answered(id="c1")
    assert [one.id for one in house.engine.envelopes[1:]] == ["s1:c1", "s1:c1"]
    assert {one.actor for one in house.engine.envelopes} == {"agent:1001"}
    for forbidden in (SetReady(agent="1002"), ForceNotReady(agent="1001")):
        await desk.send(Ask(id="c2", command=forbidden))
        answer = await desk.next(Answered)
        assert answer.problem
        assert answer.problem.code == "forbidden"
    house.engine.refuse[SetReady] = Refused(why_zh="忙", why_en="busy")
    await desk.send(Ask(id="c3", command=SetReady(agent="1001")))
    answer = await desk.next(Answered)
    assert answer.problem
    assert answer.problem.en == "Not possible now: busy"
    assert len(house.engine.envelopes) == 4
    await desk.send(Ping(sent=1.5))
    assert (await desk.next(Pong)).sent == 1.5


async def test_an_engine_that_does_not_answer_is_said_so(house: House) -> None:
    await house.stop()
    await house.start(command_ms=100)
    desk = await house.desk(ticket())
    await desk.next(Cards)
    house.engine.silent = True
    await desk.send(Ask(id="c1", command=SetReady(agent="1001")))
    answer = await desk.next(Answered)
    assert answer.problem
    assert (answer.problem.code, answer.problem.retryable) == ("unavailable", True)
    other = await house.desk(ticket("1002", "s2"))
    refused = await other.next(Rejected)
    assert refused.problem.code == "unavailable"
    assert (await other.closed())[0] == 1013


async def test_a_desk_resumes_at_its_cursor(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await house.engine.put(call("a", "connected", "1001"))
    await desk.until(lambda: "interaction:a" in desk.cards)
    await desk.socket.close()
    await house.engine.put(call("b", "offered", "1001"), drop=("interaction:a",))
    await house.engine.put(QueueCard(key="queue:q", queue="q", waiting=3))
    back = await house.desk(ticket(), cursor=desk.cursor)
    back.cards, back.cursor = desk.cards, desk.cursor
    await back.next(Cards)
    assert back.fresh == 0
    assert set(back.cards) == {"system", "agent:1001", "interaction:b", "queue:q"}
    assert [one.fresh for one in log_ins(house)] == [True, False]


async def test_a_sip_telephone_and_its_call_outlive_the_page(house: House) -> None:
    await house.stop()
    await house.start(phones_in_pages=False)
    for _ in range(2):
        desk = await house.desk(ticket())
        await desk.next(Cards)
        await desk.socket.close()
    assert [one.fresh for one in log_ins(house)] == [False, False]


async def test_a_new_gateway_and_a_strange_cursor_start_afresh(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await house.stop()
    assert (await desk.closed())[0] == 1012
    await house.start()
    for cursor in (desk.cursor, 10_000, -1):
        back = await house.desk(ticket(), cursor=cursor)
        await back.next(Cards)
        assert back.fresh == 1
        assert set(back.cards) == {"system", "agent:1001"}
    assert [one.fresh for one in log_ins(house)] == [True, False, False, False]


async def test_a_lost_delta_is_made_up_for(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await house.engine.put(call("a", "connected", "1001"), lost=True)
    await house.engine.put(QueueCard(key="queue:q", queue="q", waiting=1))
    await desk.until(lambda: {"interaction:a", "queue:q"} <= set(desk.cards))
    assert desk.fresh == 1


async def test_an_engine_that_begins_anew_starts_desks_afresh(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    house.engine.cursor = 0
    house.engine.cards = {"system": SystemCard(key="system", directory=2, switch_up=True)}
    # A delta far ahead makes the gateway ask for the snapshot, which is then behind what it had.
    await house.engine.put(lost=True)
    house.engine.cursor = 500
    await house.engine.put()
    await desk.until(lambda: "agent:1001" not in desk.cards)


async def test_the_floor_shows_the_teams_that_are_led(house: House) -> None:
    await house.engine.put(
        agent("1001", "north"),
        agent("1002", "south"),
        call("ours", "connected", "1001"),
        call("theirs", "connected", "1002"),
        call("waits", "waiting"),
    )
    floor = await house.desk(leader("north"), floor=True)
    welcome = await floor.next(Welcome)
    assert welcome.softphone is None
    await floor.next(Cards)
    assert set(floor.cards) == {"system", "agent:1001", "interaction:ours", "interaction:waits"}
    await house.engine.put(agent("1002", "north"))
    await floor.until(lambda: {"agent:1002", "interaction:theirs"} <= set(floor.cards))
    await house.engine.put(agent("1001", "south"))
    await floor.until(lambda: not {"agent:1001", "interaction:ours"} & set(floor.cards))
    await floor.send(Ask(id="1", command=ForceNotReady(agent="1002")))
    assert (await floor.next(Answered)).problem is None
    assert house.engine.envelopes[-1].actor == "leader:#1"
    await floor.send(Ask(id="2", command=ForceNotReady(agent="1001")))
    assert (await floor.next(Answered)).problem
    impostor = await house.desk(ticket("1003", "s3", teams=["north"], all_teams=True), floor=True)
    await impostor.next(Cards)
    assert set(impostor.cards) == {"system", "agent:1003"}


def waiting(position: int) -> Waiting:
    return Waiting(
        interaction="waits",
        queue="q",
        medium="voice",
        language="en",
        position=position,
        entered=0,
        since=0,
        priority=5,
        ring=0,
        why=Why(reason="all_busy"),
        says=Names("都在忙。", "All busy."),
    )


async def test_leaders_and_experts_watch_lines_and_agents_do_not(house: House) -> None:
    house.engine.rows = (waiting(1),)
    floor = await house.desk(leader("north"), floor=True)
    expert = await house.desk(ticket("1002", "s2", roles=["agent", "expert"]))
    plain = await house.desk(ticket("1003", "s3"))
    for desk in (floor, expert, plain):
        await desk.send(Watch(queues=("q",)))
    assert (await floor.next(Watched)).rows == (waiting(1),)
    assert (await expert.next(Watched)).rows == (waiting(1),)
    house.engine.rows = (waiting(2),)
    await house.engine.put(QueueCard(key="queue:q", queue="q", waiting=2))
    assert (await floor.next(Watched)).rows[0].position == 2
    await plain.send(Ping(sent=1))
    async with asyncio.timeout(10):
        while not isinstance(frame := msgspec.json.decode(await plain.socket.recv(), type=AnyToDesk), Pong):
            assert not isinstance(frame, Watched)
    await floor.send(Ask(id="1", command=PlaceInteraction(interaction="waits")))
    assert (await floor.next(Answered)).problem is None
    assert house.engine.envelopes[-1].actor == "leader:#1"
    await plain.send(Ask(id="1", command=PullInteraction(agent="1003", interaction="waits")))
    assert (await plain.next(Answered)).problem


async def test_takers_are_looked_for_among_those_who_are_led_and_logged_on(house: House) -> None:
    there = [msgspec.structs.replace(agent(code, "north"), state="Ready") for code in ("1001", "1002")]
    theirs = msgspec.structs.replace(agent("1004", "south"), state="Ready")
    await house.engine.put(*there, agent("1003", "north"), theirs)
    house.engine.takers = (Taker(agent="1001", name="1001", serves=True),)
    floor = await house.desk(leader("north"), floor=True)
    await floor.send(AskTakers(interaction="waits"))
    assert await floor.next(Takers) == Takers(interaction="waits", takers=house.engine.takers)
    await floor.send(AskTakers(interaction="waits", find="002"))
    await floor.next(Takers)
    assert [one.agents for one in house.engine.asked if isinstance(one, TakersAsk)] == [("1001", "1002"), ("1002",)]


async def test_a_new_log_in_displaces_the_old_one(house: House) -> None:
    old = await house.desk(ticket(session="old"))
    await old.next(Cards)
    new = await house.desk(ticket(session="new"))
    await new.next(Cards)
    await old.next(Displaced)
    assert await old.closed() == (1008, "displaced")
    await new.send(Ping(sent=1))
    await new.next(Pong)


async def test_a_log_in_at_another_gateway_displaces_too(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await house.engine.put(msgspec.structs.replace(house.engine.agent("1001"), session="elsewhere"))
    await desk.next(Displaced)
    assert await desk.closed() == (1008, "displaced")


async def test_the_newest_tab_has_the_softphone(house: House) -> None:
    first = await house.desk(ticket())
    assert (await first.next(Welcome)).softphone
    quiet = await house.desk(ticket(), softphone=False)
    assert (await quiet.next(Welcome)).softphone is None
    assert len(log_ins(house)) == 1
    second = await house.desk(ticket())
    assert (await second.next(Welcome)).softphone
    assert (await first.next(Welcome)).softphone is None
    assert len(log_ins(house)) == 2


async def test_a_pop_in_time_a_late_one_and_none(house: House) -> None:
    await house.stop()
    await house.start(pop_ms=50, late_pop_ms=2000)
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await house.engine.put(call("a", "offered", "1001"), call("b", "offered", "1002"))
    await desk.until(lambda: "interaction:a" in desk.cards)
    answer = PopAnswer(found=True, name="王")
    house.engine.pops["a"] = answer
    await desk.send(AskPop(interaction="a"))
    assert await desk.next(Popped) == Popped(interaction="a", pop=answer)
    house.engine.pops["b"] = answer
    await desk.send(AskPop(interaction="b"))
    assert await desk.next(Popped) == Popped(interaction="b")
    house.engine.hold_pops.clear()
    await desk.send(AskPop(interaction="a"))
    assert await desk.next(Popped) == Popped(interaction="a", late=True)
    house.engine.hold_pops.set()
    assert await desk.next(Popped) == Popped(interaction="a", pop=answer)


async def test_a_record_follows_when_the_worker_was_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hollyhock.gateway.desk.asking._POP_TRY_MS", 50)
    monkeypatch.setattr("hollyhock.gateway.desk.asking._POP_AGAIN_S", 0.01)
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await house.engine.put(call("a", "offered", "1001"))
    await desk.until(lambda: "interaction:a" in desk.cards)
    await desk.send(AskPop(interaction="a"))
    assert await desk.next(Popped) == Popped(interaction="a", late=True)
    answer = house.engine.pops["a"] = PopAnswer(found=True, name="王")
    assert await desk.next(Popped) == Popped(interaction="a", pop=answer)


async def test_alarms_reach_leaders_also_later_ones(house: House) -> None:
    early, agents = await house.desk(leader("north")), await house.desk(ticket())
    await early.next(Cards)
    await agents.next(Cards)
    alarm = Alarm(code="journal_full", zh="满", en="full")
    await house.engine.raise_alarm(alarm)
    assert (await early.next(AlarmRaised)).alarm == alarm
    late = await house.desk(leader("north", session="boss2"))
    assert (await late.next(AlarmRaised)).alarm == alarm


@pytest.mark.parametrize(
    "signed",
    [
        ticket(token="f" * 64),
        ticket(exp=1),
        ticket(tenant="other"),
        ticket(domain="other"),
        ticket(aud="visitor"),
        "nonsense",
    ],
)
async def test_bad_tickets_are_refused(house: House, signed: str) -> None:
    with capture_logs() as logs:
        desk = await house.desk(signed)
        assert (await desk.next(Rejected)).problem.code == "unauthenticated"
        assert await desk.closed() == (1008, "unauthenticated")
    assert logs == [{"event": "desk_refused", "code": "unauthenticated", "log_level": "warning"}]
    assert not house.engine.envelopes
    assert not house.engine.provisions


async def test_a_renewed_ticket_must_be_the_same_log_ins(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await desk.send(Renew(ticket=ticket()))
    again = await desk.next(Welcome)
    assert again.softphone
    assert again.softphone.device == agent_device(TOKEN, "s1")
    await desk.send(Renew(ticket=ticket("1002", "s2")))
    assert (await desk.next(Rejected)).problem.code == "unauthenticated"


@pytest.mark.parametrize("noise", ["nonsense", "{}", '{"frame":"hello"}', '{"frame":"welcome"}', b"\x00", "[" * 1000])
async def test_noise_is_refused(house: House, noise: str | bytes) -> None:
    first = Desk(await house.socket("/socket/desk"))
    await first.socket.send(noise)
    assert (await first.closed())[0] in {1000, 1008}
    later = await house.desk(ticket())
    await later.next(Cards)
    await later.socket.send(noise)
    assert (await later.closed())[0] in {1000, 1008}


async def test_an_oversized_frame_is_refused(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    await desk.socket.send("x" * 100_000)
    assert (await desk.closed())[0] == 1009


async def test_a_flood_is_refused(house: House) -> None:
    desk = await house.desk(ticket())
    await desk.next(Cards)
    for number in range(200):
        await desk.send(Ping(sent=number))
    assert (await desk.next(Rejected)).problem.code == "too_many"
    assert (await desk.closed())[0] == 1013


async def test_a_silent_desk_is_closed_and_no_longer_present(house: House) -> None:
    await house.stop()
    await house.start(silent_s=0.2)
    desk = await house.desk(ticket())
    await desk.next(Cards)
    assert await desk.closed() == (1008, "silent")
    await until(lambda: house.engine.beats[-1].sessions == {}, "a beat without the desk")


async def test_a_beat_that_nobody_took_is_told_again_at_once(house: House) -> None:
    await house.stop()
    house.engine.answers_beats = False
    house.engine.beats.clear()
    await house.start(beat_s=600.0, command_ms=100)
    await until(lambda: len(house.engine.beats) >= 3, "the beat again and again")


async def test_pages_of_other_sites_may_not_connect(house: House) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await house.socket("/socket/desk", origin="https://evil.example")
    assert refused.value.response.status_code == 403
    await house.socket("/socket/desk", origin=f"http://127.0.0.1:{house.port}")


async def test_a_desk_that_does_not_read_is_closed_and_resumes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hollyhock.gateway.desk.session._STUCK_S", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port, limit=2**16)
    raw = writer.get_extra_info("socket")
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    writer.write(
        b"GET /socket/desk HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    hello = msgspec.json.encode(Hello(ticket=ticket()))
    mask = bytes(4)
    writer.write(b"\x81\xfe" + len(hello).to_bytes(2, "big") + mask + hello)
    await until(lambda: bool(house.engine.beats) and bool(house.engine.beats[-1].sessions), "the desk is in")
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    big = "x" * 30_000

    async def flood() -> None:
        for number in range(100_000):
            card = msgspec.structs.replace(call(f"c{number % 20}", "connected", "1001"), data={"big": big})
            await house.engine.put(card)
            await asyncio.sleep(0)

    flooding = asyncio.create_task(flood())
    await until(lambda: house.engine.beats[-1].sessions == {}, "the slow desk is gone")
    flooding.cancel()
    writer.transport.abort()
    await asyncio.gather(flooding, return_exceptions=True)
    back = await house.desk(ticket(), cursor=2)
    back.cursor = 2
    await back.next(Cards)
    # What has not changed since the cursor is not sent again.
    assert set(house.engine.cards) - set(back.cards) <= {"system"}
