"""A call that lives through every fault while both sides speak, and its recording."""

from __future__ import annotations

import array
import asyncio

from hollyhock.contracts import events as e
from hollyhock.contracts.commands import ClearConnection
from hollyhock.testing.real_centre import RealCentre
from hollyhock.testing.rtp import RATE, rtp_peer, strength
from hollyhock.testing.wait import until

AGENT = "106"
CUSTOMER_HZ, AGENT_HZ = 500, 900
ENDS_WITHIN_S = 1.0
"""How much the file may be longer or shorter than the journal says: the recorder starts and ends a little later."""
_CLEAR = 0.5
"""Share of a second's energy that is its side's tone."""


class LongCall:
    """Log in an agent of its own before the others, so that it gets this call."""

    def __init__(self, centre: RealCentre) -> None:
        self._centre = centre

    async def begin(self) -> None:
        """Let both sides speak and hear each other."""
        centre = self._centre
        self._customer, self._agent = await rtp_peer(), await rtp_peer()
        desk = await centre.agent(AGENT, rtp_port=self._agent.port)
        self._call = await asyncio.to_thread(centre.fleet.call, "caller_waits", "1002", rtp_port=self._customer.port)
        await centre.calls_are(connected=1)
        self._customer.say(CUSTOMER_HZ)
        self._customer.to(await self._call.media_port())
        self._agent.say(AGENT_HZ)
        self._agent.to(await desk.phone.media_port(r"invite (\d+)"))
        await until(lambda: self._customer.hears(AGENT_HZ), "the customer hears the agent")
        await until(lambda: self._agent.hears(CUSTOMER_HZ), "the agent hears the customer")

    async def end(self) -> None:
        """Hang up after everything."""
        assert self._customer.hears(AGENT_HZ)
        assert self._agent.hears(CUSTOMER_HZ)
        (card,) = [card for card in await self._centre.calls("connected") if card.agent == AGENT]
        self._interaction = card.interaction
        await self._centre.ask(ClearConnection(agent=AGENT, interaction=card.interaction))
        await asyncio.gather(self._customer.close(), self._agent.close())

    async def is_whole(self) -> None:
        """Check that the recording is as long as it ran, and that each second of it has each side's tone."""
        noted = {
            type(event): (entry.at, event.recording)
            for entry in await self._centre.entries()
            for event in entry.events
            if isinstance(event, e.RecordingStarted | e.RecordingEnded) and event.interaction == self._interaction
        }
        (began, recording), (ended, same) = noted[e.RecordingStarted], noted[e.RecordingEnded]
        assert recording == same
        (file,) = (self._centre.home / "recordings" / "raw").glob(f"{recording}*")
        samples = array.array("h", file.read_bytes())
        assert abs(len(samples) / 2 / RATE - (ended - began) / 1000) < ENDS_WITHIN_S
        for side, hertz in enumerate((CUSTOMER_HZ, AGENT_HZ)):
            heard = samples[side::2]
            # The first second has the moment in which they begin to speak, the last one is not a whole one.
            seconds = [heard[at : at + RATE] for at in range(RATE, len(heard) - RATE, RATE)]
            assert min(strength(second, hertz) for second in seconds) > _CLEAR
