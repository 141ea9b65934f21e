"""The newest directory wins on the switch, also over the retry of an older one."""

import asyncio

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Unavailable
from hollyhock.engine.provisions import Provisions
from hollyhock.testing.clock import FakeClock, settle


class Switch:
    def __init__(self) -> None:
        self.away = True
        self.made: list[int] = []

    async def provision_directory(self, directory: Directory) -> None:
        if self.away:
            raise Unavailable(part="switch")
        self.made.append(directory.version)


async def test_a_retry_never_brings_an_older_directory_back() -> None:
    clock, switch = FakeClock(), Switch()
    provisions = Provisions(switch, clock)
    running = asyncio.create_task(provisions.run())
    provisions.want(Directory(version=0))
    await settle()
    switch.away = False
    provisions.want(Directory(version=1))
    await settle()
    await clock.advance(10_000)
    assert switch.made
    assert set(switch.made) == {1}
    running.cancel()
