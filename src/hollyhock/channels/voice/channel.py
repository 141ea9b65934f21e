"""The voice channel: brings together the engine's wishes, the switch's events and the calls."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any

import structlog

from hollyhock.channels.base import Outbox, Reception
from hollyhock.channels.voice.call import Call
from hollyhock.channels.voice.reconcile import compare
from hollyhock.channels.voice.tools import Tools
from hollyhock.contracts.commands import Arrive, DevicePresence, MediaPresence
from hollyhock.contracts.errors import HollyhockError, JournalConflict
from hollyhock.contracts.ids import InteractionId, LegId
from hollyhock.contracts.ports import Clock, IdSource, Post, Speaker, Switch
from hollyhock.contracts.switch import (
    AnySwitchEvent,
    CustomerArrived,
    DeviceState,
    DigitPressed,
    LegEnded,
    LegStarted,
    MessageEnded,
    PageWords,
    PlayEnded,
    Replaced,
    SwitchDown,
    SwitchSnapshot,
    SwitchUp,
)
from hollyhock.contracts.treatment import Wanted

_log = structlog.get_logger(__name__)

_AGAIN_MS = 500
_REMEMBERED = 1_000
"""Ended interactions whose late wishes are known to need nothing."""


class VoiceChannel:
    """Implements ``Channel`` for telephone and browser calls.

    Every open interaction must be wanted once before ``run``: what the switch has beyond them counts as unknown.
    """

    medium = "voice"

    def __init__(
        self, *, switch: Switch, speaker: Speaker, clock: Clock, ids: IdSource, post: Post, reception: Reception
    ) -> None:
        """Work on ``switch``; facts go to ``post``."""
        self._switch, self._speaker, self._clock, self._ids = switch, speaker, clock, ids
        self._reception = reception
        self._tools = Tools(switch, speaker, clock, ids, post, may_call=reception.may_call, usable=lambda: self._usable)
        self._outbox = Outbox(post, ids, "switch")
        self._calls: dict[InteractionId, Call] = {}
        self._by_leg: dict[LegId, Call] = {}
        self._past: dict[InteractionId, None] = {}
        self._background: set[asyncio.Task[None]] = set()
        self._usable = False
        self._recovered = True
        self._connection = 0

    # --- the engine's side ---

    def want(self, wanted: Wanted) -> None:
        """Make it so for one interaction. Level-triggered: the newest call wins, repeating is harmless."""
        call = self._calls.get(wanted.interaction)
        if call is None:
            if not wanted.open and (not wanted.leg or wanted.interaction in self._past):
                return
            call = self._begin(wanted.interaction, wanted.leg if wanted.dial is None else "")
            # Of a call back that only waits there is nothing on the switch, and there was nothing.
            call.compared = not wanted.leg and not wanted.legs
            if not call.compared:
                self._spawn(self._compare_late(call))
        for leg in [wanted.leg, *(one.leg for one in wanted.legs)]:
            if leg:
                self._by_leg[leg] = call
                call.names.add(leg)
        call.want(wanted)

    async def run(self) -> None:
        """Work until cancelled; raise ``JournalConflict`` when another engine has taken the switch over."""
        await self._switch.connect()
        try:
            async for event in self._switch.events():
                await self._take(event)
        finally:
            self._usable = False
            for task in self._background:
                task.cancel()
            for call in self._calls.values():
                call.close()
            await asyncio.gather(*self._background, return_exceptions=True)

    # --- the switch's side ---

    async def _take(self, event: AnySwitchEvent) -> None:
        match event:
            case SwitchUp():
                await self._up()
            case SwitchDown():
                self._down()
            case Replaced():
                self._usable = False
                raise JournalConflict
            case CustomerArrived():
                self._arrived(event)
            case DeviceState(device=device, up=up):
                self._outbox.put(DevicePresence(device=device, up=up))
            case LegStarted(leg=leg) if leg not in self._by_leg:
                self._sweep(self._switch.clear(leg))
            case _:
                if (call := self._by_leg.get(event.leg)) is not None:
                    _tell(call, event)

    def _arrived(self, event: CustomerArrived) -> None:
        if event.leg in self._by_leg:
            return  # Adopted from the snapshot already.
        page = PageWords(data=event.data, personal=event.personal)
        self._arrive(event.leg, event.dnis, event.ani, page, adopted=False)

    def _arrive(self, leg: LegId, dnis: str, ani: str, page: PageWords, *, adopted: bool) -> None:
        entry_point = self._reception.entry_point(dnis)
        if not entry_point:
            # Not the number itself: somebody may have misdialled a person's.
            _log.warning("call_refused", why="unknown_number")
            self._sweep(self._switch.clear(leg, "unknown_number"))
            return
        call = self._begin(self._ids.new("i"), leg)
        call.compared = True
        personal = {**({"ani": ani} if ani else {}), **page.personal}
        call.outbox.put(
            Arrive(
                interaction=call.interaction,
                medium=self.medium,
                entry_point=entry_point,
                leg=leg,
                data=page.data,
                customer=self._reception.customer(personal),
                adopted=adopted,
            ),
            personal,
        )

    # --- coming and going of the switch ---

    def _down(self) -> None:
        self._usable = False
        self._connection += 1
        self._outbox.put(MediaPresence(up=False))

    async def _up(self) -> None:
        self._usable = False
        self._connection += 1
        connection = self._connection
        snapshot = await self._snapshot()
        if snapshot is None or connection != self._connection:
            return
        legs = {one.leg: one for one in snapshot.legs}
        for call in list(self._calls.values()):
            compare(call, legs, snapshot.bridges, recovered=self._recovered)
        self._recovered = False
        self._usable = True
        for seen in snapshot.legs:
            if seen.leg not in self._by_leg:
                if seen.ours:
                    self._sweep(self._switch.clear(seen.leg))
                else:
                    self._arrive(seen.leg, seen.dnis, seen.ani, seen.page, adopted=True)
        for bridge in set(snapshot.bridges) - self._calls.keys():
            self._sweep(self._switch.drop_bridge(bridge))
        for call in list(self._calls.values()):
            call.look()
        self._spawn(self._tell_up(connection, snapshot.devices))

    async def _snapshot(self) -> SwitchSnapshot | None:
        try:
            return await self._switch.snapshot()
        except (HollyhockError, OSError) as error:
            # Cut again: the next connection is announced like this one. Otherwise ask once more.
            _log.warning("snapshot_failed", error=type(error).__name__)
            self._spawn(self._up_again(self._connection))
            return None

    async def _up_again(self, connection: int) -> None:
        await self._clock.wait_until(self._clock.now() + _AGAIN_MS)
        if connection == self._connection:
            await self._up()

    async def _tell_up(self, connection: int, devices: tuple[str, ...]) -> None:
        # New offers begin with this fact, so what was lost must be known before.
        await asyncio.gather(*(call.outbox.drained() for call in list(self._calls.values())))
        if connection == self._connection:
            self._outbox.put(MediaPresence(up=True, devices=devices))

    async def _compare_late(self, call: Call) -> None:
        """Compare an interaction that was wanted after the comparison of all; before that nothing is to be done."""
        if not self._usable:
            return
        snapshot = await self._snapshot()
        if snapshot is not None:
            compare(call, {one.leg: one for one in snapshot.legs}, snapshot.bridges, recovered=True)
            call.look()

    # --- small things ---

    def _begin(self, interaction: InteractionId, leg: LegId) -> Call:
        call = self._calls[interaction] = Call(interaction, leg, self._tools, self._ended)
        if leg:
            self._by_leg[leg] = call
        return call

    def _ended(self, call: Call) -> None:
        del self._calls[call.interaction]
        for leg in call.names:
            if self._by_leg.get(leg) is call:
                del self._by_leg[leg]
        self._past[call.interaction] = None
        while len(self._past) > _REMEMBERED:
            del self._past[next(iter(self._past))]
        self._sweep(self._speaker.forget(call.interaction))

    def _sweep(self, work: Awaitable[None]) -> None:
        self._spawn(_quietly(work))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _tell(call: Call, event: LegStarted | LegEnded | DigitPressed | PlayEnded | MessageEnded) -> None:
    match event:
        case LegStarted(leg=leg):
            call.leg_up(leg)
        case LegEnded(leg=leg, cause=cause):
            call.leg_ended(leg, cause)
        case DigitPressed(leg=leg, digit=digit) if leg == call.leg:
            call.press(digit)
        case PlayEnded(play=play, ok=ok):
            call.play_ended(play, ok=ok)
        case MessageEnded(sound=sound, duration_ms=duration_ms, ok=ok):
            call.message_ended(sound, duration_ms, ok=ok)
        case _:
            pass  # A key of an agent means nothing to us.


async def _quietly(work: Awaitable[None]) -> None:
    """Do what no interaction waits for; the next comparison finds what is left."""
    try:
        await work
    except (HollyhockError, OSError) as error:
        _log.warning("sweep_failed", error=type(error).__name__)
