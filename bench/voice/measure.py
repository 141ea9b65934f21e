"""The four measurements, each the same for both peers."""

import asyncio
import random
from pathlib import Path

import msgspec
from bench.voice import switch
from bench.voice.agents import Agents
from bench.voice.callers import Callers
from bench.voice.centre import Centre
from bench.voice.cpu import cpu_seconds
from bench.voice.probe import Probe

TALK_S = 2.0
WAITING = 55
_WARM_UP_S = 2.0
_RATE = 100
_SHORT_S = 0.2
_DRAIN_S = 30.0
_LATE_S = 5.0
"""Calls at a clean rate are over so long after the last began; a backlog takes longer."""


class Peer(msgspec.Struct, frozen=True):
    """Who is measured: which number is called, as whom."""

    name: str
    number: str
    user: str


OURS = Peer("ours", switch.OURS, "13800138000")
APP_QUEUE = Peer("app_queue", switch.PEERS, switch.PEER)


class Busy(msgspec.Struct, frozen=True):
    """One round of (a) and (c)."""

    gaps: list[float]
    calls: int
    switch_cpu: float
    engine_cpu: float


class Clean(msgspec.Struct, frozen=True):
    """One step of (d)."""

    rate: int
    in_time: bool
    """All were over soon after the last began; a backlog takes longer."""
    done: int
    failed: int
    served: int
    """Calls that an agent ended."""

    @property
    def clean(self) -> bool:
        """Less than one in a thousand failed, and nothing piled up."""
        return self.in_time and self.failed < (self.done + self.failed) / 1000


class Bench:
    """Everything that a measurement uses."""

    def __init__(self, centre: Centre, agents: Agents, callers: Callers, sound_port: int) -> None:
        """Take what runs."""
        self._centre, self._agents, self._callers, self._sound = centre, agents, callers, sound_port

    async def busy(self, peer: Peer, seconds: float) -> Busy:
        """Keep more than fifty callers waiting; note gaps and CPU while agents talk exponentially long."""
        agents = self._agents
        agents.begin(lambda: random.expovariate(1 / TALK_S))
        self._callers.start(peer.number, peer.user, rate=_RATE, at_once=WAITING + len(agents.devices))
        await asyncio.sleep(_WARM_UP_S)
        agents.begin(agents.talk)
        before = self._cpu()
        await asyncio.sleep(seconds)
        after = self._cpu()
        found = Busy(list(agents.gaps), agents.ended, after[0] - before[0], after[1] - before[1])
        await self._drain()
        return found

    async def offers(self, peer: Peer, calls: int) -> list[float]:
        """Call one at a time while all agents are idle; return the seconds from INVITE to INVITE."""
        agents, probe = self._agents, Probe(peer.user, self._sound)
        await probe.open(self._centre.sip)
        agents.begin(lambda: 0.02)
        taken = []
        try:
            for _ in range(calls):
                waiting = asyncio.create_task(agents.offered(10))
                await asyncio.sleep(0.03)
                began = probe.call(peer.number)
                taken.append(await waiting - began)
                await probe.over(10)
                await agents.idle(10)
        finally:
            probe.close()
        return taken

    async def clean(self, peer: Peer, rate: int, calls: int) -> Clean:
        """Begin calls at a rate and say what became of them."""
        agents = self._agents
        agents.begin(lambda: _SHORT_S)
        self._callers.start(peer.number, peer.user, rate=rate, at_once=calls, calls=calls)
        ended = await self._callers.ended(calls / rate + _LATE_S)
        outcome = self._callers.outcome()
        await self._drain()
        return Clean(rate, ended, outcome.done, outcome.failed, agents.ended)

    async def _drain(self) -> None:
        """Take no new calls, serve those that wait, so that the next round begins with idle agents."""
        self._callers.finish()
        self._agents.hurry()
        if not await self._callers.ended(_DRAIN_S):
            await asyncio.to_thread(self._centre.console, "channel request hangup all")
        self._callers.stop()
        await self._agents.idle(_DRAIN_S)
        # An agent who could not be reached in the crowd has become not ready.
        await self._centre.be_ready()

    def _cpu(self) -> tuple[float, float]:
        return cpu_seconds(self._centre.pid("switch")), cpu_seconds(self._centre.pid("engine"))


def temporary(base: Path) -> Path:
    """Return a folder for SIPp's files."""
    folder = base / "sipp"
    folder.mkdir()
    return folder
