"""Who may call in: trunks by address, by account and by registration; nobody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.directory import Directory, Trunk
from hollyhock.contracts.switch import CustomerArrived, LegEnded
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.sipp import SippFleet
from hollyhock.testing.wait import until

ACCOUNT = Trunk(code="gate", kind="account", user="gateway1")


class Lines:
    """Sets the trunks of the switch."""

    def __init__(self, switch: AsteriskSwitch) -> None:
        self._provisioner = switch.provisioner(self._secret)

    async def _secret(self, code: str) -> str:
        return f"secret-of-{code}"

    async def set(self, *trunks: Trunk) -> None:
        await self._provisioner.provision_directory(Directory(version=3, trunks=trunks))


@pytest.fixture
async def lines(switch: AsteriskSwitch) -> AsyncIterator[Lines]:
    lines = Lines(switch)
    await lines.set()
    yield lines
    await lines.set()


async def arrives(switch: AsteriskSwitch, heard: Listener) -> CustomerArrived:
    arrived = await heard.next(CustomerArrived)
    await switch.clear(arrived.leg)
    await heard.next(LegEnded, leg=arrived.leg)
    return arrived


async def test_peers_that_nobody_named_are_refused_and_that_is_logged_without_their_numbers(
    lines: Lines, heard: Listener, fleet: SippFleet, capsys: pytest.CaptureFixture[str]
) -> None:
    call = fleet.call("caller_refused", "1001")
    await until(call.ended, "an answer")
    assert call.says("refused 401")
    assert heard.all(CustomerArrived) == []
    logged = capsys.readouterr().out
    assert "sip_refused" in logged
    assert "13800138000" not in logged


async def test_a_trunk_by_address_may_dial_its_numbers_only(
    lines: Lines, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    await lines.set(Trunk(code="one", addresses=("127.0.0.0/8",), dnis=("1001", "1002")))
    fleet.call("caller_waits", "1002")
    assert (await arrives(switch, heard)).dnis == "1002"
    call = fleet.call("caller_refused", "1003")
    await until(call.ended, "an answer")
    assert call.says("refused 403")
    assert heard.all(CustomerArrived) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sender": "<sip:anonymous@anonymous.invalid>"},
        {"sender": '"Secret" <sip:13800138000@carrier.example>', "extra": "Privacy: id"},
        {"extra": "P-Asserted-Identity: <sip:13800138000@carrier.example>\r\nPrivacy: id"},
        {"sender": "<sip:carrier.example>"},
        {"sender": '"Alice" <sip:alice.wonder@carrier.example>'},
        {"sender": f"<sip:{'9' * 4000}@carrier.example>"},
    ],
)
async def test_withheld_and_absurd_numbers_are_normal_callers(
    lines: Lines, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet, headers: dict[str, str]
) -> None:
    await lines.set(Trunk(code="one", addresses=("127.0.0.1",)))
    fleet.call("caller_waits", "1001", **headers)  # type: ignore[arg-type]
    arrived = await arrives(switch, heard)
    assert (arrived.dnis, arrived.ani) == ("1001", "")


async def test_a_gateway_with_an_account_calls_in_with_its_password(
    lines: Lines, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    await lines.set(ACCOUNT)
    assert fleet.register("gateway1", "secret-of-gate", 9).succeeded()
    assert not fleet.register("gateway1", "a-guess", 9).succeeded()
    good = {"user": "gateway1", "secret": "secret-of-gate"}
    keys = {"from": "<sip:gateway1@carrier.example>", "extra": "X-Test: none", "rtp_port": "9"}
    fleet.run("caller_with_password", "1001", keys=keys | good)
    assert (await arrives(switch, heard)).dnis == "1001"
    wrong = fleet.run("caller_with_password", "1001", keys=keys | good | {"secret": "a-guess"})
    await until(wrong.ended, "an answer")
    assert wrong.says("refused 401")
    assert heard.all(CustomerArrived) == []


async def test_we_register_with_a_carrier_whose_calls_are_then_known(
    lines: Lines, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    carrier = fleet.agent("registrar", calls=1)
    await lines.set(Trunk(code="far", kind="register", server=f"127.0.0.1:{carrier.port}", user="centre1"))
    await until(lambda: bool(carrier.says("registered centre1")), "the carrier has our registration")
    fleet.call("caller_waits", "1001")
    assert (await arrives(switch, heard)).dnis == "1001"


async def test_a_trunk_that_goes_is_a_stranger_at_once_and_a_broken_one_harms_no_other(
    lines: Lines, switch: AsteriskSwitch, heard: Listener, fleet: SippFleet
) -> None:
    broken = Trunk(code="bad", addresses=("127.0.0.1\n[evil]",))
    await lines.set(Trunk(code="one", addresses=("127.0.0.1",)), broken)
    fleet.call("caller_waits", "1001")
    await arrives(switch, heard)
    await lines.set()
    call = fleet.call("caller_refused", "1001")
    await until(call.ended, "an answer")
    assert call.says("refused 401")


async def test_a_trunk_that_changes_disturbs_no_other(lines: Lines, server: AsteriskServer) -> None:
    one = Trunk(code="one", addresses=("127.0.0.1",))
    await lines.set(one)
    changing = asyncio.create_task(_change_another(lines, one))
    answers: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.setblocking(False)
        line.connect(("127.0.0.1", server.settings.ports.sip))
        while not changing.done():
            line.send(_options(line.getsockname()[1], len(answers)))
            async with asyncio.timeout(5):
                received = await asyncio.get_running_loop().sock_recv(line, 65_535)
            answers.append(received.decode().partition("\r\n")[0])
    await changing
    assert len(answers) > 50
    assert set(answers) == {"SIP/2.0 200 OK"}


async def _change_another(lines: Lines, one: Trunk) -> None:
    for number in range(1, 21):
        await lines.set(one, Trunk(code="two", addresses=(f"127.0.1.{number}",)))


def _options(port: int, number: int) -> bytes:
    """Return a question that a stranger gets a 401 for."""
    return (
        f"OPTIONS sip:1001@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKo{number}\r\n"
        f"From: <sip:x@127.0.0.1>;tag={number}\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: options{port}.{number}\r\n"
        f"CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContact: <sip:x@127.0.0.1:{port}>\r\nContent-Length: 0\r\n\r\n"
    ).encode()
