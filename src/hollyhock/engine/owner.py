"""The owner of a routing domain: the one task that decides, makes durable, then lets act."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog

from hollyhock.contracts.commands import AnyCommand, ClaimOwnership, Envelope, Fact, JournalPresence, Tick
from hollyhock.contracts.errors import HollyhockError, JournalConflict, JournalFull, Unavailable
from hollyhock.contracts.events import AnyEvent
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.ports import Clock, IdSource, Journal, Reserve
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.core.version import CORE
from hollyhock.engine.ledger import Ledger
from hollyhock.engine.mailbox import Letter, Look, Mailbox
from hollyhock.engine.personal import PersonalStore
from hollyhock.engine.recovery import Recovered, recover
from hollyhock.engine.snapshots import Snapshots

log = structlog.get_logger(__name__)
T = TypeVar("T")

MOST_IN_BATCH = 256
_JOURNAL_RETRY_MS = 1_000


@dataclass(frozen=True, slots=True)
class Identity:
    """Who owns what."""

    scope: str
    """``tenant.domain``."""
    process: str
    """Names this engine in ``OwnershipClaimed``."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A batch that is durable: what changed since the one before."""

    state: State
    personal: PersonalStore
    previous: int
    cursor: int
    entries: tuple[Entry, ...]


Listener = Callable[[Committed], None]


class Owner:
    """Owns the state of one domain. Everything goes through its mailbox; nothing is locked.

    ``post`` answers when the command's events are durable. ``listen`` functions are called after that, in order, and
    act on what is wanted now. When the journal is full, facts go into the reserve and commands are refused. When
    another owner has written, ``run`` ends with ``JournalConflict`` and nothing more is sent.
    """

    def __init__(self, identity: Identity, *, journal: Journal, reserve: Reserve, clock: Clock, ids: IdSource) -> None:
        """Take the ports."""
        self.identity = identity
        self._journal, self._clock, self._ids = journal, clock, ids
        self._ledger = Ledger(journal, reserve, clock)
        self._mailbox = Mailbox(clock)
        self._listeners: list[Listener] = []
        self._here: Recovered | None = None
        self._snapshots = Snapshots(self._ledger, clock)
        self._reported = 0

    @property
    def here(self) -> Recovered:
        """Where the domain stands; only after ``claim``."""
        if self._here is None:
            raise Unavailable(part="engine")
        return self._here

    def listen(self, listener: Listener) -> None:
        """Call this after each durable batch."""
        self._listeners.append(listener)

    async def claim(self) -> None:
        """Recover, then make the claim durable; only then may the switch's events be opened."""
        await self._recover()
        claim = ClaimOwnership(epoch=self.here.epoch + 1, owner=self.identity.process, core=CORE)
        await self._work([self._letter(claim)])

    async def post(self, envelope: Envelope) -> int:
        """Decide a command; return the cursor once it is durable, or raise its refusal. Repeating an id is harmless."""
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._mailbox.put(Letter(envelope, answer))
        return await answer

    def tell(self, command: AnyCommand, actor: str = "engine", **personal: str) -> Envelope:
        """Return an envelope with a fresh id, for the engine's own commands."""
        return Envelope(id=self._ids.new("c"), actor=actor, command=command, personal=personal)

    async def look(self, at: Callable[[State, int], T]) -> T:
        """Call a function with the durable state and cursor, between two batches."""
        answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._mailbox.put(Look(at, answer))
        return await answer  # type: ignore[return-value]

    async def run(self) -> None:
        """Work until cancelled, or until another owner has written (``JournalConflict``)."""
        try:
            while True:
                await self._work(await self._mailbox.take(self._next_due(), MOST_IN_BATCH))
                if self._snapshots.under_way:
                    self._snapshots.step(self.here)
                    await asyncio.sleep(0)
        except HollyhockError as error:
            self._mailbox.close(error)
            raise

    # --- one batch ----------------------------------------------------------------------------------------------------

    def _next_due(self) -> int | None:
        if self._snapshots.under_way:
            return self._clock.now()
        dues = [due for due in (self.here.state.next_due(), self._ledger.retry_at) if due is not None]
        return min(dues, default=None)

    async def _work(self, items: list[Letter | Look]) -> None:
        letters = [item for item in items if isinstance(item, Letter)]
        if self._ledger.full and await self._ledger.try_again():
            letters.insert(0, self._letter(JournalPresence(full=False)))
        due = self.here.state.next_due()
        if due is not None and due <= self._clock.now():
            letters.append(self._letter(Tick(), "timer"))
        if letters:
            await self._decide_and_commit(letters)
        for item in items:
            if isinstance(item, Look) and not item.answer.cancelled():
                item.answer.set_result(item.at(self.here.state, self.here.seq))

    async def _decide_and_commit(self, letters: list[Letter]) -> None:
        entries, answers = self._decide(letters)
        try:
            try:
                await self._ledger.append(entries)
            except JournalFull:
                await self._without_journal(letters)
                return
        except HollyhockError as error:
            for letter in letters:
                _answer(letter, error)
            raise
        self._keep(entries)
        for letter, outcome in answers:
            _answer(letter, outcome)

    async def _without_journal(self, letters: list[Letter]) -> None:
        """Discard the batch's decisions; decide its facts again into the reserve and refuse its commands."""
        log.error("journal_full")
        mine = self.here.epoch
        await self._recover()
        if self.here.epoch > mine:
            # Going on from here would be going on in the name of the owner that has written meanwhile.
            raise JournalConflict
        self._ledger.begin_reserve(self.here.unsaved)
        facts = [letter for letter in letters if isinstance(letter.envelope.command, Fact)]
        entries, answers = self._decide([self._letter(JournalPresence(full=True)), *facts])
        await self._ledger.append(entries)
        self._keep(entries)
        for letter, outcome in answers:
            _answer(letter, outcome)
        for letter in letters:
            _answer(letter, JournalFull())

    def _decide(self, letters: list[Letter]) -> tuple[list[Entry], list[tuple[Letter, int | HollyhockError]]]:
        here = self.here
        entries: list[Entry] = []
        answers: list[tuple[Letter, int | HollyhockError]] = []
        for letter in letters:
            envelope = letter.envelope
            if self._ledger.full and not isinstance(envelope.command, Fact):
                answers.append((letter, JournalFull()))
            elif envelope.id in here.ids:
                answers.append((letter, here.ids[envelope.id]))
            else:
                answers.append((letter, self._decide_one(envelope, entries)))
        return entries, answers

    def _decide_one(self, envelope: Envelope, entries: list[Entry]) -> int | HollyhockError:
        here = self.here
        try:
            events = decide(here.state, envelope, self._clock.now())
        except HollyhockError as refusal:
            return refusal
        if events or envelope.personal:
            entries.append(self._entry(envelope, events))
        here.ids[envelope.id] = here.seq
        return here.seq

    def _entry(self, envelope: Envelope, events: tuple[AnyEvent, ...]) -> Entry:
        here = self.here
        here.seq += 1
        here.epoch = here.state.data.epoch
        subject = getattr(envelope.command, "interaction", "")
        personal = here.personal.arising(subject, envelope.personal, events)
        here.personal.keep(personal)
        return Entry(
            seq=here.seq,
            epoch=here.epoch,
            at=here.state.data.now,
            id=envelope.id,
            actor=envelope.actor,
            command=envelope.command,
            events=events,
            personal=tuple(personal),
        )

    def _keep(self, entries: list[Entry]) -> None:
        here = self.here
        here.events_since_snapshot += sum(len(entry.events) for entry in entries)
        here.forget_old_ids()
        committed = Committed(here.state, here.personal, self._reported, here.seq, tuple(entries))
        self._reported = here.seq
        for listener in self._listeners:
            listener(committed)
        self._snapshots.committed(here)

    async def _recover(self) -> None:
        self._here = await recover(self._journal, self._ledger.reserve, self.identity.scope)
        if self._here.unsaved:
            self._ledger.begin_reserve(self._here.unsaved)

    def _letter(self, command: AnyCommand, actor: str = "engine") -> Letter:
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        # Nobody waits for it; an error ends the owner, which tells it.
        answer.add_done_callback(asyncio.Future.exception)
        return Letter(self.tell(command, actor), answer)


def _answer(letter: Letter, outcome: int | HollyhockError) -> None:
    if letter.answer.done():
        return
    if isinstance(outcome, int):
        letter.answer.set_result(outcome)
    else:
        letter.answer.set_exception(outcome)
