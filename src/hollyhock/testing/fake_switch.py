"""A switch in memory: tests play the customers and the agents' softphones."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from hollyhock.contracts.directory import Trunk
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.switch import (
    SILENT,
    AnySwitchEvent,
    CustomerArrived,
    DeviceState,
    DigitPressed,
    LegEnded,
    LegSeen,
    LegStarted,
    MessageEnded,
    PageWords,
    PlayEnded,
    Replaced,
    SwitchDown,
    SwitchSnapshot,
    SwitchUp,
)


@dataclass
class FakeLeg:
    """One connection as the switch has it."""

    leg: str
    ours: bool
    device: str = ""
    up: bool = False
    dnis: str = ""
    ani: str = ""
    bridge: str = ""
    play: str = ""
    media: list[str] = field(default_factory=list)
    music: str = ""
    recording: str = ""
    message: str = ""
    waiting: list[tuple[str, list[str]]] = field(default_factory=list)
    """Plays (name, media) and messages (sound, nothing) that wait until a message ends: a leg does one at a time."""
    auto_answer: bool = False


class FakeSwitch:
    """Implements ``Switch``. What a channel must never do is noted in ``misuse``, which tests expect empty."""

    def __init__(self) -> None:
        """Begin without a connection, as a real one does."""
        self.legs: dict[str, FakeLeg] = {}
        self.bridges: set[str] = set()
        self.registered: set[str] = set()
        self.accounts: dict[str, tuple[str, str]] = {}
        self.pages: dict[str, PageWords] = {}
        """What the pages of visitors' softphones said."""
        self.barred: set[str] = set()
        """Visitors' softphones that may begin no call."""
        self.calls: list[tuple[str, ...]] = []
        """Every service asked for with its main arguments, in order, also those that failed."""
        self.failing: dict[str, int] = {}
        """Service name to how many of its next calls raise ``Unavailable``."""
        self.answering: set[str] = set()
        """Devices that answer by themselves."""
        self.ended_recordings: list[str] = []
        self.misuse: list[str] = []
        self.connected = False
        self._events: asyncio.Queue[AnySwitchEvent] = asyncio.Queue()

    # --- what tests do ---

    def arrive(self, leg: str, dnis: str = "1001", ani: str = "", device: str = "", **data: str) -> None:
        """Let a customer call."""
        self.legs[leg] = FakeLeg(leg, ours=False, dnis=dnis, ani=ani, device=device)
        page = self.pages.get(device, SILENT)
        said = {**page.data, **data}
        self._tell(CustomerArrived(leg=leg, dnis=dnis, ani=ani, device=device, data=said, personal=page.personal))

    def pick_up(self, leg: str) -> None:
        """Let an agent's softphone answer; nothing if the leg is gone."""
        if (found := self.legs.get(leg)) and not found.up:
            found.up = True
            self._tell(LegStarted(leg=leg))

    def hang_up(self, leg: str, cause: str = "hang_up") -> None:
        """Let a party end its leg, or refuse; nothing if the leg is gone."""
        if found := self.legs.pop(leg, None):
            if found.play:
                self._tell(PlayEnded(leg=leg, play=found.play, ok=False))
            if found.recording:
                self.ended_recordings.append(found.recording)
            self._tell(LegEnded(leg=leg, cause=cause))
            if found.message:
                self._tell(MessageEnded(leg=leg, sound=found.message, duration_ms=2_000, ok=True))

    def press(self, leg: str, digits: str) -> None:
        """Let a party press keys."""
        for digit in digits:
            self._tell(DigitPressed(leg=leg, digit=digit))

    def end_play(self, leg: str, *, ok: bool = True) -> None:
        """Let the present playback come to its end; nothing if none runs."""
        if (found := self.legs.get(leg)) and found.play:
            play, found.play = found.play, ""
            self._tell(PlayEnded(leg=leg, play=play, ok=ok))

    def end_message(self, leg: str, duration_ms: int = 5_000, *, ok: bool = True) -> None:
        """Let the caller finish the message; nothing if none is taken."""
        if (found := self.legs.get(leg)) and found.message:
            sound, found.message = found.message, ""
            self._tell(MessageEnded(leg=leg, sound=sound, duration_ms=duration_ms, ok=ok))
            if found.waiting:
                name, media = found.waiting.pop(0)
                found.play, found.message, found.media = (name, "", media) if media else ("", name, [])

    def register(self, device: str, *, up: bool = True) -> None:
        """Let a softphone register or go."""
        (self.registered.add if up else self.registered.discard)(device)
        self._tell(DeviceState(device=device, up=up))

    def cut(self) -> None:
        """Break the event stream: what happens until ``restore`` is not told."""
        self._tell(SwitchDown())
        self.connected = False

    def restore(self) -> None:
        """Open the event stream again."""
        self.connected = True
        self._tell(SwitchUp(restarted=False))

    def restart(self) -> None:
        """Kill the switch and start it again: everything on it is gone."""
        if self.connected:
            self.cut()
        self.legs.clear()
        self.bridges.clear()
        self.registered.clear()
        self.accounts.clear()
        self.connected = True
        self._tell(SwitchUp(restarted=True))

    def replace(self) -> None:
        """Let another engine take the event stream."""
        self._tell(Replaced())

    def count(self, service: str) -> int:
        """Return how often a service was asked for."""
        return sum(1 for call in self.calls if call[0] == service)

    def talking(self, bridge: str) -> set[str]:
        """Return the legs in a bridge."""
        return {leg.leg for leg in self.legs.values() if leg.bridge == bridge}

    # --- the port ---

    async def connect(self) -> None:
        """Open the event stream; what happened before is told to nobody."""
        self._events = asyncio.Queue()
        self.connected = True
        self._tell(SwitchUp(restarted=False))

    async def close(self) -> None:
        """Leave; calls stay as they are."""
        self.connected = False

    async def events(self) -> AsyncIterator[AnySwitchEvent]:
        """Yield what happens; one reader only."""
        while True:
            yield await self._events.get()

    async def snapshot(self) -> SwitchSnapshot:
        """Return everything that exists now."""
        await self._asked("snapshot")
        legs = tuple(
            LegSeen(
                leg=one.leg,
                up=one.up,
                ours=one.ours,
                bridge=one.bridge,
                dnis=one.dnis,
                ani=one.ani,
                device="" if one.ours else one.device,
                page=SILENT if one.ours else self.pages.get(one.device, SILENT),
                recording=one.recording,
            )
            for one in self.legs.values()
        )
        return SwitchSnapshot(legs=legs, bridges=tuple(self.bridges), devices=tuple(sorted(self.registered)))

    async def answer(self, leg: str) -> None:
        """Answer a customer's leg."""
        await self._asked("answer", leg)
        if found := self.legs.get(leg):
            found.up = True

    async def make_call(self, leg: str, device: str, *, caller: str, auto_answer: bool, ring_ms: int) -> None:
        """Ring a device; one that is not registered ends as unreachable."""
        await self._asked("make_call", leg, device, caller, str(ring_ms))
        if leg in self.legs:
            return
        if device not in self.registered:
            self._tell(LegEnded(leg=leg, cause="unreachable"))
            return
        self.legs[leg] = FakeLeg(leg, ours=True, device=device, auto_answer=auto_answer)
        if device in self.answering or auto_answer:
            self.pick_up(leg)

    async def dial(self, leg: str, trunk: Trunk, number: str, *, caller: str, ring_ms: int) -> None:
        """Call a number; it rings until the test picks up or hangs up."""
        await self._asked("dial", leg, trunk.code, number, caller, str(ring_ms))
        self.legs[leg] = FakeLeg(leg, ours=True)

    async def clear(self, leg: str, cause: str = "normal") -> None:
        """End a leg."""
        await self._asked("clear", leg, cause)
        self.hang_up(leg)

    async def join(self, bridge: str, legs: Sequence[str]) -> None:
        """Make the bridge if needed and have these legs talk in it."""
        await self._asked("join", bridge, *legs)
        self.bridges.add(bridge)
        for leg in legs:
            if found := self.legs.get(leg):
                found.bridge = bridge
                if not found.up:
                    self._misused("join of a leg that is not up", leg)
                if found.music or found.play:
                    self._misused("join while something plays", leg)

    async def leave(self, bridge: str, leg: str) -> None:
        """Take a leg out of a bridge; it stays up."""
        await self._asked("leave", bridge, leg)
        if (found := self.legs.get(leg)) and found.bridge == bridge:
            found.bridge = ""

    async def drop_bridge(self, bridge: str) -> None:
        """Destroy a bridge; its legs stay up."""
        await self._asked("drop_bridge", bridge)
        self.bridges.discard(bridge)
        for leg in self.legs.values():
            if leg.bridge == bridge:
                leg.bridge = ""

    async def play(self, leg: str, play: str, media: Sequence[str]) -> None:
        """Play sounds; the end comes by ``end_play``, or at once for a leg that is gone."""
        await self._asked("play", leg, play, *media)
        found = self.legs.get(leg)
        if found is None:
            self._tell(PlayEnded(leg=leg, play=play, ok=False))
            return
        if found.play:
            self._misused("play over another play", leg)
        if found.music or found.bridge or not found.up:
            self._misused("play over music or talk, or before the answer", leg)
        if found.message:
            found.waiting.append((play, list(media)))
        else:
            found.play, found.media = play, list(media)

    async def stop_play(self, play: str) -> None:
        """Stop a playback."""
        await self._asked("stop_play", play)
        for leg in self.legs.values():
            leg.waiting = [one for one in leg.waiting if one[0] != play]
            if leg.play == play:
                leg.play = ""
                self._tell(PlayEnded(leg=leg.leg, play=play, ok=False))

    async def music(self, leg: str, name: str | None) -> None:
        """Start music of a class on a leg, or stop it (None)."""
        await self._asked("music", leg, name or "")
        if found := self.legs.get(leg):
            found.music = name or ""
            if name and (found.play or found.bridge or not found.up):
                self._misused("music over a play or talk, or before the answer", leg)

    async def ring_back(self, leg: str) -> None:
        """Let a leg hear that somebody is being called."""
        await self._asked("ring_back", leg)
        if (found := self.legs.get(leg)) and (found.bridge or not found.up):
            self._misused("ring back into a talk, or before the answer", leg)

    async def record(self, leg: str, recording: str) -> None:
        """Record both directions of a leg."""
        await self._asked("record", leg, recording)
        if found := self.legs.get(leg):
            if found.recording not in {"", recording}:
                self._misused("a second recording", leg)
            found.recording = recording

    async def stop_record(self, leg: str, recording: str) -> None:
        """End a recording."""
        await self._asked("stop_record", leg, recording)
        if (found := self.legs.get(leg)) and found.recording == recording:
            found.recording = ""
            self.ended_recordings.append(recording)

    async def take_message(self, leg: str, sound: str, *, max_ms: int, silence_ms: int) -> None:
        """Record a voicemail; the end comes by ``end_message`` or the hang-up, or at once for a leg that is gone."""
        await self._asked("take_message", leg, sound, str(max_ms), str(silence_ms))
        if found := self.legs.get(leg):
            if found.music or found.bridge or found.play:
                self._misused("a message over something else", leg)
            if found.message:
                found.waiting.append((sound, []))
            else:
                found.message = sound
        else:
            self._tell(MessageEnded(leg=leg, sound=sound, duration_ms=0, ok=False))

    async def provision(self, device: str, secret: str, caller: str, page: PageWords = SILENT) -> None:
        """Make a softphone's account."""
        await self._asked("provision", device)
        self.accounts[device] = (secret, caller)
        self.pages[device] = page

    async def idle_visitors(self) -> tuple[str, ...]:
        """Return the accounts of visitors (``v...``) without a leg."""
        await self._asked("idle_visitors")
        busy = {leg.device for leg in self.legs.values()}
        return tuple(device for device in self.accounts if device.startswith("v") and device not in busy)

    async def bar(self, device: str) -> None:
        """Let a visitor's softphone begin no further call."""
        await self._asked("bar", device)
        self.barred.add(device)

    async def deprovision(self, device: str) -> None:
        """Remove a softphone's account and its registration."""
        await self._asked("deprovision", device)
        self.accounts.pop(device, None)
        self.barred.discard(device)
        self.pages.pop(device, None)
        if device in self.registered:
            self.register(device, up=False)

    async def _asked(self, service: str, *arguments: str) -> None:
        self.calls.append((service, *arguments))
        # As a real one, it answers later: others run meanwhile, and the request may be served although the answer is
        # never seen.
        await asyncio.sleep(0)
        if not self.connected:
            raise Unavailable(part="switch")
        if self.failing.get(service, 0) > 0:
            self.failing[service] -= 1
            raise Unavailable(part="switch")

    def _tell(self, event: AnySwitchEvent) -> None:
        if self.connected:
            self._events.put_nowait(event)

    def _misused(self, what: str, leg: str) -> None:
        self.misuse.append(f"{what}: {leg}")
