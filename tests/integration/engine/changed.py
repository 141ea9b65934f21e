"""A centre whose queue ``sales`` has rules of the test's own, with a carrier that customers can be called through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from hollyhock.contracts.directory import Directory, Prompt, Trunk
from hollyhock.contracts.flow import ToQueue
from hollyhock.core.flows.waiting import CALLBACK_PROMPT, KEPT_PROMPT
from hollyhock.testing.centre import small_centre
from hollyhock.testing.ports import free_port
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.sipp import Sipp


class Changed(RealCentre):
    """``carrier`` plays the far end of every call to a customer."""

    def __init__(self, folder: Path, directory: Directory) -> None:
        super().__init__(folder, directory)
        self.port = free_port()
        # Of two trunks with one address the switch would know only one.
        trunk = Trunk(code="test", addresses=("127.0.0.1",), server=f"127.0.0.1:{self.port}")
        self.directory = msgspec.structs.replace(self.directory, trunks=(trunk,))

    def carrier(self, scenario: str, milliseconds: int = 0) -> Sipp:
        """Let customers answer, or not, by a scenario."""
        keys = {"rtp_port": "9"}
        return self.fleet.run(scenario, "carrier", keys=keys, milliseconds=milliseconds, calls=1000, port=self.port)

    def caller(self, scenario: str, number: str, *, milliseconds: int = 0, keys: str = "") -> Sipp:
        """Dial 1002 from a number."""
        said = {"from": f"<sip:{number}@127.0.0.1>", "extra": "X-Test: none", "rtp_port": "9", "keys": keys}
        return self.fleet.run(scenario, "1002", keys=said, milliseconds=milliseconds)


@asynccontextmanager
async def changed_centre(folder: Path, **rules: object) -> AsyncIterator[Changed]:
    """Start a centre; ``rules`` are fields of the queue. Key 1 keeps a caller's place."""
    directory = small_centre(wrap_up_ms=3_000, agents=11)
    sales, *queues = directory.queues
    flows = tuple(
        msgspec.structs.replace(flow, nodes={"go": ToQueue(queue="sales", callback="1")})
        if flow.code == "direct"
        else flow
        for flow in directory.flows
    )
    queues = [msgspec.structs.replace(sales, **rules), *queues]
    # A tone of a second in place of the words.
    prompts = (*directory.prompts, Prompt(code=CALLBACK_PROMPT), Prompt(code=KEPT_PROMPT))
    centre = Changed(folder, msgspec.structs.replace(directory, queues=tuple(queues), flows=flows, prompts=prompts))
    try:
        await centre.start()
        yield centre
    finally:
        await centre.stop()
