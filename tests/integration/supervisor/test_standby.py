"""Stranded callers on a real switch."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from hollyhock.adapters.asterisk.config import APP
from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.bootstrap.supervisor.standby import redirect_stranded
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.switch import CustomerArrived
from hollyhock.testing.asterisk import AsteriskServer
from hollyhock.testing.wait import wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path_factory.mktemp("switch"))
    server.start()
    yield server
    server.kill()


def held(server: AsteriskServer) -> int:
    """Count callers who are held for an engine."""
    lines = server.console("core show channels concise").splitlines()
    return sum(line.split("!")[5:6] == ["StasisBroadcast"] for line in lines)


def dial(server: AsteriskServer, dnis: str) -> None:
    """Have the switch call itself: the far end of the pair is the caller; what the near end would do never begins."""
    parameters = {"endpoint": f"Local/{dnis}@arrival", "context": "from-agent", "extension": "1"}
    address = f"http://127.0.0.1:{server.settings.ports.ari}/ari/channels"
    httpx.post(address, params=parameters, auth=(APP, server.secrets.ari)).raise_for_status()


async def arrived(switch: AsteriskSwitch) -> CustomerArrived:
    async for event in switch.events():
        if isinstance(event, CustomerArrived):
            return event
    raise AssertionError


async def test_caller_whose_engine_is_gone_reaches_standby(server: AsteriskServer) -> None:
    switch = AsteriskSwitch(server.settings, server.secrets, server.home)
    await switch.connect()
    dial(server, "1001")
    async with asyncio.timeout(10):
        assert (await arrived(switch)).dnis == "1001"
    await switch.close()
    assert held(server) == 1
    assert await redirect_stranded(server.settings, server.secrets) == 1
    # No standby rule is set for this number, so standby ends the call.
    wait_for(lambda: held(server) == 0, "the caller has left")
    assert await redirect_stranded(server.settings, server.secrets) == 0


async def test_wrong_secret_is_an_error_and_not_silence(server: AsteriskServer, tmp_path: Path) -> None:
    wrong = msgspec.structs.replace(server.secrets, ami="wrong")
    with pytest.raises(Unavailable):
        await redirect_stranded(server.settings, wrong)
