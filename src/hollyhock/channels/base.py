"""What every channel needs: what it is made of, and its facts posted in order."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import structlog

from hollyhock.contracts.commands import AnyCommand, Envelope
from hollyhock.contracts.errors import HollyhockError, JournalBroken, JournalBusy, JournalConflict
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Channel, Clock, IdSource, Post, Speaker, Switch

_log = structlog.get_logger(__name__)


class Reception(Protocol):
    """What a channel must know about who comes; made for one medium."""

    def entry_point(self, address: str) -> str | None:
        """Return the code of the medium's entry point with this address (a DNIS, a mailbox ...) or code, or None."""

    def customer(self, personal: Mapping[str, str]) -> str:
        """Return the pseudonym of who comes with these personal values; empty for somebody unknown."""

    def may_call(self, number: str) -> bool:
        """Tell whether customers may be called back under a number: none that a stranger could make us pay for."""


@dataclass(frozen=True, kw_only=True)
class ChannelContext:
    """What a channel is made of: ports and nothing else, given by the composition root."""

    scope: Scope
    switch: Switch
    """For channels of legs. Its event stream has one reader, which is the voice channel."""
    speaker: Speaker
    clock: Clock
    ids: IdSource
    post: Post
    reception: Reception


ChannelFactory = Callable[[ChannelContext], Channel]
"""What an entry point of the group ``hollyhock.channels`` names."""


_ENDING = (JournalConflict, JournalBusy, JournalBroken)
"""With these an engine ends. That refuses nothing: what it could not take, the next engine finds on the switch."""


class Outbox:
    """Posts the facts of one owner in the order in which they happened, each after the one before is durable."""

    def __init__(
        self, post: Post, ids: IdSource, actor: str, refused: Callable[[AnyCommand], None] | None = None
    ) -> None:
        """Post in the name of ``actor``; ``refused`` is called with a command that the engine does not take."""
        self._post, self._ids, self._actor, self._refused = post, ids, actor, refused
        self._waiting: deque[Envelope] = deque()
        self._sending: asyncio.Task[None] | None = None

    def put(self, command: AnyCommand, personal: Mapping[str, str] | None = None) -> None:
        """Post a command as soon as those before it are durable."""
        self._waiting.append(
            Envelope(id=self._ids.new("c"), actor=self._actor, command=command, personal=dict(personal or {}))
        )
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def drained(self) -> None:
        """Return once everything put so far, and meanwhile, has been taken or refused."""
        if self._sending is not None:
            await asyncio.wait({self._sending})

    def close(self) -> None:
        """Stop posting."""
        if self._sending is not None:
            self._sending.cancel()

    async def _send(self) -> None:
        while self._waiting:
            envelope = self._waiting.popleft()
            try:
                await self._post(envelope)
            except HollyhockError as error:
                # The values may be personal: only what kind of command it was is logged.
                _log.warning("fact_refused", command=type(envelope.command).__name__, id=envelope.id, code=error.code)
                if self._refused is not None and not isinstance(error, _ENDING):
                    self._refused(envelope.command)
