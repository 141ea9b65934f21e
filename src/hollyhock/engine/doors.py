"""The engine's doors on the bus: commands, cards, who waits, presence, softphones' accounts, news of the directory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from hollyhock.contracts import subjects
from hollyhock.contracts.commands import Envelope, Reply
from hollyhock.contracts.errors import HollyhockError, Invalid
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus
from hollyhock.contracts.waiting import TakersAsk, WaitingAsk
from hollyhock.core.inquiry import takers, waiting
from hollyhock.engine.devices import Devices
from hollyhock.engine.directory import DirectoryPuller
from hollyhock.engine.effects import Effects
from hollyhock.engine.owner import Owner
from hollyhock.engine.presence import Presence

_json = msgspec.json.Encoder()
T = TypeVar("T")


class Doors:
    """Decodes strictly, hands on, answers with a cursor or a problem."""

    def __init__(self, scope: Scope, owner: Owner, effects: Effects, presence: Presence, devices: Devices) -> None:
        """Take who does the work."""
        self._scope, self._owner, self._effects = scope, owner, effects
        self._presence, self._devices = presence, devices
        self._envelope = msgspec.json.Decoder(Envelope)
        self._beat = msgspec.json.Decoder(subjects.PresenceBeat)
        self._provision = msgspec.json.Decoder(subjects.ProvisionDevice)
        self._waiting, self._takers = msgspec.json.Decoder(WaitingAsk), msgspec.json.Decoder(TakersAsk)

    async def open(self, bus: Bus, puller: DirectoryPuller) -> None:
        """Begin to listen."""

        async def changed(_message: bytes) -> None:
            puller.poke()

        await bus.subscribe(subjects.commands(self._scope), self._on_command)
        await bus.subscribe(subjects.cards_snapshot(self._scope), self._on_snapshot)
        await bus.subscribe(subjects.waiting(self._scope), self._on_waiting)
        await bus.subscribe(subjects.takers(self._scope), self._on_takers)
        await bus.subscribe(subjects.presence(self._scope), self._on_presence)
        await bus.subscribe(subjects.provision(self._scope), self._on_provision)
        await bus.subscribe(subjects.directory_changed(self._scope), changed)

    async def _on_command(self, message: bytes) -> bytes:
        return await _replied(lambda: self._owner.post(_decoded(self._envelope, message)))

    async def _on_snapshot(self, _message: bytes) -> bytes:
        return await self._effects.snapshot()

    async def _on_waiting(self, message: bytes) -> bytes:
        ask = _decoded(self._waiting, message)
        return _json.encode(await self._owner.look(lambda state, _cursor: waiting(state, ask)))

    async def _on_takers(self, message: bytes) -> bytes:
        ask = _decoded(self._takers, message)
        return _json.encode(await self._owner.look(lambda state, _cursor: takers(state, ask)))

    async def _on_presence(self, message: bytes) -> bytes:
        await self._presence.beat(_decoded(self._beat, message))
        return b""

    async def _on_provision(self, message: bytes) -> bytes:
        async def provide() -> int:
            await self._devices.provide(_decoded(self._provision, message))
            return self._owner.here.seq

        return await _replied(provide)


def _decoded(decoder: msgspec.json.Decoder[T], message: bytes) -> T:
    try:
        return decoder.decode(message)
    except msgspec.DecodeError as error:
        raise Invalid(field="message", field_name="message", remedy_zh=str(error), remedy_en=str(error)) from None


async def _replied(work: Callable[[], Awaitable[int]]) -> bytes:
    try:
        return _json.encode(Reply(cursor=await work()))
    except HollyhockError as error:
        return _json.encode(Reply(problem=error.problem()))
