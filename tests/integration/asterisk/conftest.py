"""One private Asterisk for the whole folder; tests that kill it start one of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hollyhock.adapters.asterisk.switch import AsteriskSwitch
from hollyhock.contracts.directory import Directory, Trunk
from hollyhock.testing.asterisk import AsteriskServer, Listener
from hollyhock.testing.rtp import RtpPeer, rtp_peer
from hollyhock.testing.sipp import SippFleet

TRUSTING = Directory(version=1, trunks=(Trunk(code="test", addresses=("127.0.0.1",)),))
"""SIPp's calls come from loopback."""


async def no_secret(_: str) -> str:
    return ""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path_factory.mktemp("switch"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def fleet(server: AsteriskServer, tmp_path: Path) -> Iterator[SippFleet]:
    fleet = SippFleet(server, tmp_path)
    yield fleet
    fleet.stop()


@pytest.fixture
async def ear() -> AsyncIterator[RtpPeer]:
    peer = await rtp_peer()
    yield peer
    await peer.close()


@pytest.fixture
async def switch(server: AsteriskServer) -> AsyncIterator[AsteriskSwitch]:
    switch = AsteriskSwitch(server.settings, server.secrets, server.home, plain_devices=True)
    await switch.connect()
    await switch.provisioner(no_secret).provision_directory(TRUSTING)
    yield switch
    await switch.close()


@pytest.fixture
async def heard(switch: AsteriskSwitch) -> AsyncIterator[Listener]:
    listener = Listener(switch)
    yield listener
    await listener.close()
