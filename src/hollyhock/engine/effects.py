"""Acts upon what has become durable: tells channels what is wanted, asks connectors, shows cards."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec

from hollyhock.contracts import subjects
from hollyhock.contracts.events import InteractionArrived, InteractionClosed
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus, Channel
from hollyhock.contracts.views import CardDelta, CardSnapshot
from hollyhock.core.cards import all_cards, take_changes
from hollyhock.core.index.idle import slot
from hollyhock.core.state import State
from hollyhock.core.wanted import look_up_wanted, wanted
from hollyhock.engine.lookups import LookUps
from hollyhock.engine.owner import Committed, Owner

_json = msgspec.json.Encoder()


class Effects:
    """Listens to an owner. Everything here is derived from state, so that doing it again is harmless."""

    def __init__(self, scope: Scope, owner: Owner, bus: Bus, channels: Mapping[str, Channel], lookups: LookUps) -> None:
        """Take the outlets; ``channels`` are by medium."""
        self._scope, self._owner, self._bus = scope, owner, bus
        self._channels, self._lookups = channels, lookups
        self._outbox: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self._media: dict[str, str] = {}

    def committed(self, batch: Committed) -> None:
        """Act on one durable batch."""
        self._act(batch, sorted(batch.state.index.touched_interactions))
        put, drop = take_changes(batch.state, batch.personal.of)
        for key in drop:
            kind, _, interaction = key.partition(":")
            if kind == "interaction":
                batch.personal.drop(interaction)
        # Told even when no card changed: the chain of cursors has no gaps.
        delta = CardDelta(
            previous=batch.previous,
            cursor=batch.cursor,
            now=batch.state.data.now,
            put=tuple(put),
            drop=tuple(drop),
        )
        self._outbox.put_nowait((subjects.cards(self._scope), _json.encode(delta)))
        self._outbox.put_nowait((subjects.journal_grew(self._scope), str(batch.cursor).encode()))

    async def again(self) -> None:
        """Derive every want anew: after a start, and after a pause in which the world may have moved on."""
        await self._owner.look(self._everything)

    async def snapshot(self) -> bytes:
        """Return the encoded ``CardSnapshot`` of now."""
        return await self._owner.look(self._cards)

    async def run(self) -> None:
        """Publish in order until cancelled."""
        while True:
            subject, message = await self._outbox.get()
            await self._bus.publish(subject, message)

    def _everything(self, state: State, cursor: int) -> None:
        batch = Committed(state, self._owner.here.personal, cursor, cursor, ())
        self._act(batch, sorted(state.data.interactions))

    def _cards(self, state: State, cursor: int) -> bytes:
        cards = tuple(all_cards(state, self._owner.here.personal.of))
        return _json.encode(CardSnapshot(cursor=cursor, now=state.data.now, cards=cards))

    def _act(self, batch: Committed, interactions: list[str]) -> None:
        events = [event for entry in batch.entries for event in entry.events]
        # Who is refused has come and gone within one batch, and sits in silence unless the channel is told.
        came = {event.interaction: event.medium for event in events if isinstance(event, InteractionArrived)}
        closed = {event.interaction: event.cause for event in events if isinstance(event, InteractionClosed)}
        for identifier in interactions:
            it = batch.state.interaction(identifier)
            medium = it.medium if it else self._media.pop(identifier, came.get(identifier, ""))
            if it:
                self._media[identifier] = medium
            personal = batch.personal.of(identifier)
            channel = self._channels.get(slot(medium))
            if channel:
                want = wanted(batch.state, identifier, personal)
                channel.want(want if it else msgspec.structs.replace(want, cause=closed.get(identifier, "")))
            question = look_up_wanted(batch.state, identifier, personal)
            if question:
                self._lookups.want(question)
