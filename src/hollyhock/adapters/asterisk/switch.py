"""The ``Switch`` port on Asterisk."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Coroutine, Sequence
from functools import partial
from pathlib import Path

from hollyhock.adapters.asterisk import causes
from hollyhock.adapters.asterisk.ami import Message
from hollyhock.adapters.asterisk.ari import Body, wait_for
from hollyhock.adapters.asterisk.config import APP, SwitchLayout, endpoint_of
from hollyhock.adapters.asterisk.console import listen
from hollyhock.adapters.asterisk.devices import Devices
from hollyhock.adapters.asterisk.events import OURS, TONE, Translator, clean_ani, visitor_device
from hollyhock.adapters.asterisk.gate import Gate, open_gate
from hollyhock.adapters.asterisk.legs import Legs
from hollyhock.adapters.asterisk.link import Link, settle
from hollyhock.adapters.asterisk.provisioner import AsteriskProvisioner
from hollyhock.adapters.asterisk.recording import Recorder
from hollyhock.adapters.asterisk.refusals import Refusals
from hollyhock.adapters.asterisk.snapshot import take_snapshot
from hollyhock.adapters.asterisk.standby import ENDED as STANDBY_ENDED
from hollyhock.adapters.asterisk.trunks import AskSecret
from hollyhock.adapters.asterisk.wire import AriChannel
from hollyhock.contracts.directory import Trunk
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.settings import Secrets, Settings
from hollyhock.contracts.switch import (
    SILENT,
    AnySwitchEvent,
    LegEnded,
    MessageEnded,
    PageWords,
    PlayEnded,
    SwitchSnapshot,
    SwitchUp,
)


class AsteriskSwitch:
    """A switch under our control; see ``contracts.ports.Switch`` for what each call promises.

    Every call raises ``Unavailable`` while the connection is down. ``plain_devices`` makes softphones' accounts for
    plain RTP over UDP (tests and benchmarks with SIPp) instead of WebRTC. Every request passes ``gate``, each of those
    that make up one call too, and so do those of the ``provisioner``.
    """

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        home: Path,
        *,
        plain_devices: bool = False,
        gate: Gate = open_gate,
    ) -> None:
        layout = SwitchLayout(home)
        self._home = home
        self._queue: asyncio.Queue[AnySwitchEvent] = asyncio.Queue()
        self._legs = Legs()
        self.tone = layout.tone
        self._background: set[asyncio.Task[None]] = set()
        self._link = Link(settings.ports, secrets, self._tell, gate)
        self._translator = Translator(
            self._legs, layout.voicemail, tell=self._tell, claim=self._claim, replaced=self._link.abandon
        )
        self._devices = Devices(self._link, self._tell, plain=plain_devices)
        self._refusals = Refusals()
        self.standby_ended = asyncio.Event()
        """Set when a caller whom standby served is gone, and when the connection is up again: one may have gone."""
        self._hear_console = partial(listen, layout.console, self._refusals.dropped)
        self._console: asyncio.Task[None] | None = None
        self._recorder = Recorder(self._link, layout.raw)

    # --- the stream of events ---

    async def connect(self) -> None:
        """Open the event stream and keep reopening it; return once it is open or after a few seconds."""
        await self._link.connect(self._translator.take, self._take_message)

    async def close(self) -> None:
        """Leave; calls on the switch stay as they are."""
        await self._link.close()
        for task in self._background:
            task.cancel()

    async def events(self) -> AsyncIterator[AnySwitchEvent]:
        """Yield what happens; one reader only."""
        while True:
            yield await self._queue.get()

    async def snapshot(self) -> SwitchSnapshot:
        """Return everything of ours that exists now."""
        return await take_snapshot(self._link, self._devices, self._legs)

    # --- legs ---

    async def answer(self, leg: str) -> None:
        """Answer a customer's leg."""
        await self._link.do("POST", f"channels/{leg}/answer")

    async def make_call(self, leg: str, device: str, *, caller: str, auto_answer: bool, ring_ms: int) -> None:
        """Ring a device: one request, the leg's id is the channel's."""
        headers = {"PJSIP_HEADER(add,X-Hollyhock-Leg)": leg}
        if auto_answer:
            headers["PJSIP_HEADER(add,X-Hollyhock-Answer)"] = "auto"
        await self._originate(leg, {"endpoint": f"PJSIP/{device}", "callerId": caller, "variables": headers}, ring_ms)

    async def dial(self, leg: str, trunk: Trunk, number: str, *, caller: str, ring_ms: int) -> None:
        """Call a number through a trunk, showing ``caller``; the leg's id is the channel's."""
        endpoint = f"PJSIP/{clean_ani(number)}@{endpoint_of(trunk)}"
        await self._originate(leg, {"endpoint": endpoint, "callerId": caller}, ring_ms)

    async def _originate(self, leg: str, how: Body, ring_ms: int) -> None:
        self._legs.begin(leg, ours=True)
        timeout = max(1, math.ceil(ring_ms / 1000))
        body: Body = {**how, "app": APP, "appArgs": OURS, "channelId": leg, "timeout": timeout}
        answer = await self._link.ari.request("POST", "channels", body)
        if not answer.ok and answer.status != 409 and self._legs.end(leg):
            self._tell(LegEnded(leg=leg, cause=causes.UNREACHABLE))

    async def clear(self, leg: str, cause: str = "normal") -> None:
        """End a leg."""
        known = self._legs.get(leg)
        if known is not None:
            known.cleared = True
        await self._link.do("DELETE", f"channels/{leg}", {"reason_code": str(causes.clear_code(cause))})

    # --- bridges ---

    async def join(self, bridge: str, legs: Sequence[str]) -> None:
        """Make the bridge if needed and have these legs talk in it; all requests go out at once."""
        sent = [await self._link.ari.send("POST", f"bridges/{bridge}", {"type": "mixing"})]
        uri = f"bridges/{bridge}/addChannel"
        sent += [await self._link.ari.send("POST", uri, {"channel": leg}) for leg in legs]
        for answer in sent:
            settle(await wait_for(answer))

    async def leave(self, bridge: str, leg: str) -> None:
        """Take a leg out of a bridge; it stays up."""
        await self._link.do("POST", f"bridges/{bridge}/removeChannel", {"channel": leg})

    async def drop_bridge(self, bridge: str) -> None:
        """Destroy a bridge; its legs stay up."""
        await self._link.do("DELETE", f"bridges/{bridge}")

    # --- media ---

    async def play(self, leg: str, play: str, media: Sequence[str]) -> None:
        """Play sounds (``sound:`` and an absolute path without extension) in order."""
        answer = await self._link.ari.request("POST", f"channels/{leg}/play/{play}", {"media": list(media)})
        if not answer.ok and answer.status != 409:
            self._tell(PlayEnded(leg=leg, play=play, ok=False))

    async def stop_play(self, play: str) -> None:
        """Stop a playback."""
        await self._link.do("DELETE", f"playbacks/{play}")

    async def music(self, leg: str, name: str | None) -> None:
        """Start music of a class on a leg, or stop it (None)."""
        if name is None:
            await self._link.do("DELETE", f"channels/{leg}/moh")
        else:
            await self._link.do("POST", f"channels/{leg}/moh", {"mohClass": name})

    async def ring_back(self, leg: str) -> None:
        """Let a leg hear the country's ringing tone; the first sound of the talk takes its place."""
        await self._link.do("POST", f"channels/{leg}/ring")

    async def record(self, leg: str, recording: str) -> None:
        """Record both directions into ``recordings/raw/<recording>.raw``: 16 bits, 8 kHz, left what the leg says."""
        await self._recorder.start(leg, recording)

    async def stop_record(self, leg: str, recording: str) -> None:
        """End a recording; the file is complete when this returns."""
        await self._recorder.stop(leg, recording)

    async def take_message(self, leg: str, sound: str, *, max_ms: int, silence_ms: int) -> None:
        """Play the tone and record into ``voicemail/<sound>``, a .wav; key ``#`` ends it too."""
        name = sound.removesuffix(".wav")
        body: Body = {
            "name": name,
            "format": "wav",
            "maxDurationSeconds": max(1, max_ms // 1000),
            "maxSilenceSeconds": silence_ms // 1000,
            "ifExists": "overwrite",
            "terminateOn": "#",
        }
        # The switch does what is asked of one leg in order, so the recording begins where the tone ends.
        tone = await self._link.ari.send("POST", f"channels/{leg}/play/{TONE}{leg}", {"media": [f"sound:{self.tone}"]})
        record = await self._link.ari.send("POST", f"channels/{leg}/record", body)
        await wait_for(tone)
        answer = await wait_for(record)
        if not answer.ok and answer.status != 409:
            self._tell(MessageEnded(leg=leg, sound=f"{name}.wav", duration_ms=0, ok=False))

    # --- softphones ---

    async def provision(self, device: str, secret: str, caller: str, page: PageWords = SILENT) -> None:
        """Make a softphone's account, in the switch's memory only; a visitor's when its name begins with ``v``."""
        await self._devices.provision(device, secret, caller, page)

    async def idle_visitors(self) -> tuple[str, ...]:
        """Return the visitors' softphones that have an account and no call."""
        return await self._devices.idle_visitors()

    async def bar(self, device: str) -> None:
        """Let a visitor's softphone begin no further call; one that it has begun goes on."""
        await self._devices.bar(device)

    async def deprovision(self, device: str) -> None:
        """Remove a softphone's account and its registration."""
        await self._devices.deprovision(device)

    def provisioner(self, ask: AskSecret) -> AsteriskProvisioner:
        """Return the ``Provisioner`` of this switch; ``ask`` gives trunks' passwords by the trunks' codes."""
        return AsteriskProvisioner(self._link, self._home, ask)

    # --- inside ---

    def _tell(self, event: AnySwitchEvent) -> None:
        if isinstance(event, SwitchUp):
            self.standby_ended.set()
            if event.restarted:
                self._legs.forget(self._legs.living())
            if self._console is not None:
                self._console.cancel()  # The switch may be the same, and would be heard twice.
            self._console = self._spawn(self._hear_console())
        self._queue.put_nowait(event)

    def _take_message(self, message: Message) -> None:
        self._devices.take(message)
        self._refusals.take(message)
        if message.get("UserEvent") == STANDBY_ENDED:
            self.standby_ended.set()

    def _claim(self, channel: AriChannel) -> None:
        self._spawn(self._claim_with_page(channel.id, visitor_device(channel)))

    async def _claim_with_page(self, leg: str, device: str) -> None:
        # Before the claim, since the leg may start before its answer.
        if device:
            self._legs.say(leg, await self._devices.page(device))
        await self._link.do("POST", "events/claim", {"channelId": leg, "application": APP})

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(_quietly(work))
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task


async def _quietly(work: Coroutine[None, None, None]) -> None:
    """Do work that the dialplan makes up for if the connection breaks now."""
    with contextlib.suppress(Unavailable):
        await work
