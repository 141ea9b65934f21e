"""A switch behind the fence: nothing is sent to it on an old picture."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from hollyhock.contracts.ports import Switch
from hollyhock.contracts.switch import SILENT, AnySwitchEvent, PageWords, SwitchSnapshot
from hollyhock.engine.fence import Fence


class FencedSwitch:
    """Implements ``Switch`` by another; each call that changes something passes the fence first.

    Besides the switch's own errors every such call raises ``JournalConflict`` when another engine owns the domain.
    """

    def __init__(self, switch: Switch, fence: Fence) -> None:
        """Stand before ``switch``."""
        self._switch, self._fence = switch, fence

    async def connect(self) -> None:
        """Open the event stream."""
        await self._fence.check()
        await self._switch.connect()

    async def close(self) -> None:
        """Leave."""
        await self._switch.close()

    def events(self) -> AsyncIterator[AnySwitchEvent]:
        """Yield what happens."""
        return self._switch.events()

    async def snapshot(self) -> SwitchSnapshot:
        """Return everything of ours that exists now."""
        return await self._switch.snapshot()

    async def answer(self, leg: str) -> None:
        """Answer a customer's leg."""
        await self._fence.check()
        await self._switch.answer(leg)

    async def make_call(self, leg: str, device: str, *, caller: str, auto_answer: bool, ring_ms: int) -> None:
        """Ring a device."""
        await self._fence.check()
        await self._switch.make_call(leg, device, caller=caller, auto_answer=auto_answer, ring_ms=ring_ms)

    async def clear(self, leg: str, cause: str = "normal") -> None:
        """End a leg."""
        await self._fence.check()
        await self._switch.clear(leg, cause)

    async def join(self, bridge: str, legs: Sequence[str]) -> None:
        """Have legs talk in a bridge."""
        await self._fence.check()
        await self._switch.join(bridge, legs)

    async def leave(self, bridge: str, leg: str) -> None:
        """Take a leg out of a bridge."""
        await self._fence.check()
        await self._switch.leave(bridge, leg)

    async def drop_bridge(self, bridge: str) -> None:
        """Destroy a bridge."""
        await self._fence.check()
        await self._switch.drop_bridge(bridge)

    async def play(self, leg: str, play: str, media: Sequence[str]) -> None:
        """Play sounds to a leg."""
        await self._fence.check()
        await self._switch.play(leg, play, media)

    async def stop_play(self, play: str) -> None:
        """Stop a playback."""
        await self._fence.check()
        await self._switch.stop_play(play)

    async def music(self, leg: str, name: str | None) -> None:
        """Start or stop music on a leg."""
        await self._fence.check()
        await self._switch.music(leg, name)

    async def record(self, leg: str, recording: str) -> None:
        """Record both directions of a leg."""
        await self._fence.check()
        await self._switch.record(leg, recording)

    async def stop_record(self, leg: str, recording: str) -> None:
        """End a recording."""
        await self._fence.check()
        await self._switch.stop_record(leg, recording)

    async def take_message(self, leg: str, sound: str, *, max_ms: int, silence_ms: int) -> None:
        """Record a voicemail."""
        await self._fence.check()
        await self._switch.take_message(leg, sound, max_ms=max_ms, silence_ms=silence_ms)

    async def provision(self, device: str, secret: str, caller: str, page: PageWords = SILENT) -> None:
        """Make a softphone's account."""
        await self._fence.check()
        await self._switch.provision(device, secret, caller, page)

    async def idle_visitors(self) -> tuple[str, ...]:
        """Return the visitors' softphones without a call."""
        return await self._switch.idle_visitors()

    async def deprovision(self, device: str) -> None:
        """Remove a softphone's account."""
        await self._fence.check()
        await self._switch.deprovision(device)
