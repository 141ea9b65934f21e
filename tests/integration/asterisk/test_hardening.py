"""Hostile and broken input: a clear refusal, nothing changed, the next call works."""

from __future__ import annotations

import asyncio
import socket

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.switch import CustomerArrived, DigitPressed, LegEnded, PageWords
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until

VISITOR = "v" + "abcdefgh23456777"
AGENT = "a" + "abcdefgh23456777"


async def next_call_works(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet) -> None:
    fleet.call("caller_waits", "1001")
    arrived = await heard.next(CustomerArrived)
    await switch.clear(arrived.leg)
    await heard.next(LegEnded, leg=arrived.leg)


def as_softphone(device: str, extra: str = "X-Test: none") -> dict[str, str]:
    return {
        "from": f"<sip:{device}@hollyhock>",
        "extra": extra,
        "rtp_port": "9",
        "user": device,
        "secret": "secret",
    }


MALFORMED = {
    "no header at all": "INVITE sip:1001@127.0.0.1 SIP/2.0\r\n\r\n",
    "a line that never ends": "INVITE sip:1001@127.0.0.1 SIP/2.0\r\nVia: " + "x" * 8000,
    "unknown version": "INVITE sip:1001@127.0.0.1 SIP/7.0\r\nVia: SIP/7.0/UDP 127.0.0.1;branch=z9hG4bKa\r\n\r\n",
    "length beyond the end": "{head}Content-Type: application/sdp\r\nContent-Length: 9999\r\n\r\nv=0\r\n",
    "negative length": "{head}Content-Type: application/sdp\r\nContent-Length: -999\r\n\r\nv=0\r\n",
    "numbers that overflow": "{head}Expires: 99999999999999999999\r\nMax-Forwards: 300000000000\r\n\r\n",
    "a broken description": "{head}Content-Type: application/sdp\r\n\r\nv=0\r\nm=audio x RTP/A\r\n\r\n",
    "unbalanced quotes": '{head}Subject: "\\"""\r\nContact: "<sip:a@b\r\nContent-Length: 0\r\n\r\n',
    "zero bytes": "{head}Subject: a\x00b\x00\r\nContent-Length: 0\r\n\r\n",
    "a request for a tel address": "INVITE tel:+86 SIP/2.0\r\n{tail}Content-Length: 0\r\n\r\n",
    "an answer to nothing": "SIP/2.0 200 OK\r\n{tail}Content-Length: 0\r\n\r\n",
    "only noise": "\xff\xfe\x00\x01" * 300,
}
"""In the manner of RFC 4475, written for this test."""


def message(text: str, port: int, number: int) -> bytes:
    tail = (
        f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{number}\r\nFrom: <sip:x@127.0.0.1>;tag={number}\r\n"
        f"To: <sip:1001@127.0.0.1>\r\nCall-ID: torture{number}\r\nCSeq: 1 INVITE\r\n"
        f"Contact: <sip:x@127.0.0.1:{port}>\r\n"
    )
    head = "INVITE sip:1001@127.0.0.1 SIP/2.0\r\n" + tail
    return text.replace("{head}", head).replace("{tail}", tail).encode("latin-1")


async def test_malformed_messages_do_no_harm(
    server: AsteriskServer, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    started = server.pid
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        for number, text in enumerate(MALFORMED.values()):
            with socket.socket(socket.AF_INET, kind) as line:
                line.bind(("127.0.0.1", 0))
                line.connect(("127.0.0.1", server.settings.ports.sip))
                line.send(message(text, line.getsockname()[1], number))
    await next_call_works(switch, heard, fleet)
    assert server.pid == started
    assert "torture" not in server.log()
    for leg in (await switch.snapshot()).legs:
        await switch.clear(leg.leg)


BROKEN = {
    socket.SOCK_DGRAM: "{head}Subject: a\r\n+8613800138001@127.0.0.1\r\nContent-Length: 0\r\n\r\n",
    socket.SOCK_STREAM: "{head}P-Asserted-Identity: <tel:+8613800138001>\r\n\r\n",
}
"""A header that a gateway broke in two, and one message of a stream without its length; both carry a number."""


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_malformed_message_leaves_a_line_with_its_senders_address_only(
    server: AsteriskServer, switch: AsteriskSwitch, capsys: pytest.CaptureFixture[str], kind: socket.SocketKind
) -> None:
    logged: list[str] = []

    def told() -> bool:
        # Until the switch has opened its console to us nothing is told, so it is sent until then.
        with socket.socket(socket.AF_INET, kind) as line:
            line.bind(("127.0.0.1", 0))
            line.connect(("127.0.0.1", server.settings.ports.sip))
            line.send(message(BROKEN[kind], line.getsockname()[1], 1))
        logged.append(capsys.readouterr().out)
        return "sip_refused" in "".join(logged)

    await until(told, "a line in the log")
    assert "Malformed 127.0.0.1" in "".join(logged)
    files = "".join(path.read_text(errors="replace") for path in (server.home / "log").iterdir())
    for word in ("13800138001", "torture", "Subject"):
        assert word not in "".join(logged) + files
    assert (await switch.snapshot()).legs == ()


@pytest.mark.parametrize(
    "number", ["1" * 4000, "1001;drop", "1001%24%7BSHELL(id)%7D", "1001,2,Hangup", "1001%22", "+", ".", "s", "h", "-x"]
)
async def test_absurd_numbers_are_refused_or_harmless(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    call = fleet.call("caller_refused", number)
    await until(lambda: call.ended() or bool(heard.all(CustomerArrived)), "an answer or an arrival")
    for arrived in heard.all(CustomerArrived):
        assert set(arrived.dnis) <= set("+0123456789")
        assert len(arrived.dnis) <= 40
        await switch.clear(arrived.leg, "unknown_number")
        await heard.next(CustomerArrived)
    await until(call.ended, "an answer")
    assert call.says("refused")
    logged: list[str] = []

    def told() -> bool:
        logged.append(capsys.readouterr().out)
        # The engine refuses the one, and Asterisk the other.
        return number in {"+", "h"} or "sip_refused" in "".join(logged)

    await until(told, "a line in the log")
    assert number not in "".join(logged) or len(number) == 1
    await next_call_works(switch, heard, fleet)


@pytest.mark.parametrize(("keys", "told"), [("5", ["5"]), ("1" * 4000, None), ("$", [])])
async def test_keys_by_message_are_told_and_floods_of_them_do_no_harm(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, keys: str, told: list[str] | None
) -> None:
    call = fleet.run(
        "caller_sends_info",
        "1001",
        keys={"from": "<sip:138@127.0.0.1>", "extra": "X-Test: none", "rtp_port": "9", "keys": keys},
    )
    arrived = await heard.next(CustomerArrived)
    await switch.answer(arrived.leg)
    await until(lambda: bool(call.says("keys sent")), "the message is answered")
    if told:
        assert [(await heard.next(DigitPressed)).digit for _ in told] == told
    await switch.clear(arrived.leg)
    await heard.next(LegEnded, leg=arrived.leg)
    assert len(heard.all(DigitPressed)) <= 1
    await next_call_works(switch, heard, fleet)


async def test_an_agents_softphone_may_call_nobody(
    server: AsteriskServer,
    switch: AsteriskSwitch,
    heard: Listener,
    fleet: SippFleet,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await switch.provision(AGENT, "secret", "1001")
    for number in ("1001", "+8613800138000", "h", "s", AGENT):
        call = fleet.run("caller_with_password", number, keys=as_softphone(AGENT))
        await until(call.ended, "an answer")
        assert call.says("refused 40[34]"), number
    assert heard.all(CustomerArrived) == []
    assert AGENT not in server.log()
    assert "softphone of an agent" in capsys.readouterr().out
    await switch.deprovision(AGENT)


async def test_a_visitor_may_call_its_entry_point_only_and_arrives_with_what_its_page_said(
    server: AsteriskServer,
    switch: AsteriskSwitch,
    heard: Listener,
    fleet: SippFleet,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = PageWords(
        data={"page_address": "/a?b=c&d=e", "page_long": "账单;,${EXTEN}\\\n" * 100}, personal={"customer_number": "C7"}
    )
    await switch.provision(VISITOR, "secret", "web-shop", said)
    for number in ("web-other", "1001", "h", "web-shop2", "web-shop%22%20=%20%22web-shop", "web-shop%22"):
        call = fleet.run("caller_with_password", number, keys=as_softphone(VISITOR))
        await until(call.ended, "an answer")
        assert call.says("refused 403"), number
    assert heard.all(CustomerArrived) == []
    logged = capsys.readouterr().out
    assert "number not allowed" in logged
    assert VISITOR not in logged
    assert await switch.idle_visitors() == (VISITOR,)
    extra = "X-Hollyhock-Tier: vip\r\nX-Hollyhock-Customer: C8"
    fleet.run("caller_with_password", "web-shop", keys=as_softphone(VISITOR, extra))
    arrived = await heard.next(CustomerArrived)
    assert (arrived.dnis, arrived.device, arrived.ani) == ("web-shop", VISITOR, "")
    assert (arrived.data, arrived.personal) == (said.data, said.personal), "what it sends itself counts for nothing"
    (seen,) = (await switch.snapshot()).legs
    assert (seen.leg, seen.device, seen.dnis, seen.ours) == (arrived.leg, VISITOR, "web-shop", False)
    assert seen.page == said
    assert await switch.idle_visitors() == ()
    assert "C7" not in server.log()
    await switch.clear(arrived.leg)
    await heard.next(LegEnded)
    await switch.deprovision(VISITOR)
    assert not fleet.register(VISITOR, "secret", 9).succeeded()


async def test_an_account_that_is_removed_as_its_call_ends_is_named_until_it_is_barred_and_removed_again(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    """As the engine does with what is named for a minute; a busy switch is late with its news in every other round."""
    for _ in range(6):
        await switch.provision(VISITOR, "secret", "web-shop")
        fleet.run("caller_with_password", "web-shop", keys=as_softphone(VISITOR))
        arrived = await heard.next(CustomerArrived)
        await switch.clear(arrived.leg)
        await heard.next(LegEnded, leg=arrived.leg)
        await switch.deprovision(VISITOR)
        async with asyncio.timeout(10):
            while await switch.idle_visitors():
                await switch.bar(VISITOR)
                again = fleet.call("caller_refused", "web-shop", sender=f"<sip:{VISITOR}@hollyhock>")
                await until(again.ended, "an answer")
                assert again.says("refused")
                await switch.deprovision(VISITOR)
    assert heard.all(CustomerArrived) == []


async def test_a_barred_visitor_begins_no_call_and_keeps_the_one_that_it_has(
    switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, capsys: pytest.CaptureFixture[str]
) -> None:
    said = PageWords(data={"page_address": "/bill"})
    await switch.provision(VISITOR, "secret", "web-other", said)
    await switch.provision(VISITOR, "secret", "web-shop", said)
    first = fleet.run("caller_with_password", "web-shop", keys=as_softphone(VISITOR))
    arrived = await heard.next(CustomerArrived)
    await switch.bar(VISITOR)
    again = fleet.run("caller_with_password", "web-shop", keys=as_softphone(VISITOR))
    await until(again.ended, "an answer")
    assert again.says("refused 403")
    assert "account out of use" in capsys.readouterr().out
    await switch.answer(arrived.leg)
    await until(lambda: bool(first.says("up")), "the call that began before comes up")
    assert (await switch.snapshot()).legs[0].page == said
    await switch.clear(arrived.leg)
    await heard.next(LegEnded)
    await until(first.succeeded, "and ends in good order")
    assert heard.all(CustomerArrived) == []
    await switch.deprovision(VISITOR)


async def test_a_removed_softphone_is_a_stranger(switch: AsteriskSwitch, heard: Listener, fleet: SippFleet) -> None:
    await switch.provision(AGENT, "secret", "1001")
    await switch.provision(AGENT, "secret", "1001")
    assert fleet.register(AGENT, "secret", 9).succeeded()
    assert (await switch.snapshot()).devices == (AGENT,)
    await switch.provision(AGENT, "secret", "1001")
    assert (await switch.snapshot()).devices == (AGENT,), "an account made again keeps its telephone"
    await switch.deprovision(AGENT)
    assert not fleet.register(AGENT, "secret", 9).succeeded()
    assert (await switch.snapshot()).devices == ()
    await switch.deprovision(AGENT)


async def test_a_field_with_a_line_break_begins_no_second_one(switch: AsteriskSwitch) -> None:
    with pytest.raises(ValueError, match="line break"):
        await switch.record("leg\r\nAction: Command\r\nCommand: core stop now", "demo.main.r9")
    with pytest.raises(ValueError, match="file name"):
        await switch.record("leg", "../../etc/passwd")


async def test_what_a_page_said_outlives_the_engine_that_heard_it(
    server: AsteriskServer, switch: AsteriskSwitch, fleet: SippFleet
) -> None:
    said = PageWords(data={"page_address": "/bill"}, personal={"customer_number": "C7"})
    await switch.provision(VISITOR, "secret", "web-shop", said)
    next_engine = AsteriskSwitch(server.settings, server.secrets, server.home, plain_devices=True)
    await next_engine.connect()
    heard = Listener(next_engine)
    fleet.run("caller_with_password", "web-shop", keys=as_softphone(VISITOR))
    arrived = await heard.next(CustomerArrived)
    assert (arrived.data, arrived.personal) == (said.data, said.personal)
    await next_engine.clear(arrived.leg)
    await heard.next(LegEnded)
    await next_engine.deprovision(VISITOR)
    await heard.close()
    await next_engine.close()
