"""A scripted engine on the bus: answers what gateways ask, publishes cards at a test's word, remembers everything."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from hollyhock.contracts import subjects
from hollyhock.contracts.commands import Envelope, LogIn, LogOut, Reply, SetNotReady, SetReady
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus
from hollyhock.contracts.views import AgentCard, AnyCard, CardDelta, CardSnapshot, SystemCard
from hollyhock.contracts.waiting import Taker, TakersAnswer, TakersAsk, Waiting, WaitingAnswer, WaitingAsk


class FakeEngine:
    """Knows agents' log-in and readiness; everything else is what the test says.

    ``silent`` makes it answer nothing; ``refuse`` maps what is asked (a command's type) to the error in the answer;
    customers' records are not answered while ``hold_pops`` is clear.
    """

    def __init__(self, bus: Bus, scope: Scope, now: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        """Begin at cursor 1 with a switch that is up."""
        self._bus, self._scope, self._now = bus, scope, now
        self.cursor = 1
        self.cards: dict[str, AnyCard] = {"system": SystemCard(key="system", directory=1, switch_up=True)}
        self.envelopes: list[Envelope] = []
        self.provisions: list[subjects.ProvisionDevice] = []
        self.beats: list[subjects.PresenceBeat] = []
        self.answers_beats = True
        self.pops: dict[str, subjects.PopAnswer] = {}
        self.refuse: dict[type[msgspec.Struct], HollyhockError] = {}
        self.rows: tuple[Waiting, ...] = ()
        """Who waits, whatever lines are asked for."""
        self.takers: tuple[Taker, ...] = ()
        self.asked: list[WaitingAsk | TakersAsk] = []
        self.silent = False
        self.hold_pops = asyncio.Event()
        self.hold_pops.set()
        self._answers: dict[str, bytes] = {}

    async def start(self) -> None:
        """Take its places on the bus."""
        scope = self._scope
        await self._bus.subscribe(subjects.commands(scope), self._on_command)
        await self._bus.subscribe(subjects.cards_snapshot(scope), self._on_snapshot)
        await self._bus.subscribe(subjects.waiting(scope), self._on_waiting)
        await self._bus.subscribe(subjects.takers(scope), self._on_takers)
        await self._bus.subscribe(subjects.provision(scope), self._on_provision)
        await self._bus.subscribe(subjects.presence(scope), self._on_presence)
        await self._bus.subscribe(subjects.pop(scope), self._on_pop)

    # --- what a test does ---------------------------------------------------------------------------------------------

    async def put(self, *cards: AnyCard, drop: tuple[str, ...] = (), lost: bool = False) -> CardDelta:
        """Change cards in one step and publish it, unless it shall get ``lost``."""
        self.cards.update({card.key: card for card in cards})
        for key in drop:
            self.cards.pop(key, None)
        previous, self.cursor = self.cursor, self.cursor + 1
        delta = CardDelta(previous=previous, cursor=self.cursor, now=self._now(), put=cards, drop=drop)
        if not lost:
            await self._bus.publish(subjects.cards(self._scope), msgspec.json.encode(delta))
        return delta

    async def raise_alarm(self, alarm: subjects.Alarm) -> None:
        """Publish an alarm."""
        await self._bus.publish(subjects.alarm(self._scope), msgspec.json.encode(alarm))

    def agent(self, code: str) -> AgentCard:
        """Return an agent's card; make one without team if there is none."""
        card = self.cards.get(f"agent:{code}")
        if isinstance(card, AgentCard):
            return card
        return AgentCard(key=f"agent:{code}", agent=code, name=code, team="", site="", state="Null", since=0)

    # --- what it answers ----------------------------------------------------------------------------------------------

    async def _on_command(self, message: bytes) -> bytes | None:
        if self.silent:
            return None
        envelope = msgspec.json.decode(message, type=Envelope)
        self.envelopes.append(envelope)
        if envelope.id not in self._answers:
            self._answers[envelope.id] = await self._decide(envelope)
        return self._answers[envelope.id]

    async def _decide(self, envelope: Envelope) -> bytes:
        command = envelope.command
        if error := self.refuse.get(type(command)):
            return msgspec.json.encode(Reply(cursor=self.cursor, problem=error.problem()))
        if isinstance(command, LogIn):
            changes = {"session": command.session, "device": command.device, "state": "NotReady", "present": True}
            await self.put(msgspec.structs.replace(self.agent(command.agent), **changes))
        elif isinstance(command, SetReady | SetNotReady | LogOut):
            state = {"SetReady": "Ready", "SetNotReady": "NotReady", "LogOut": "Null"}[type(command).__name__]
            await self.put(msgspec.structs.replace(self.agent(command.agent), state=state))
        return msgspec.json.encode(Reply(cursor=self.cursor))

    async def _on_snapshot(self, _message: bytes) -> bytes | None:
        if self.silent:
            return None
        return msgspec.json.encode(CardSnapshot(cursor=self.cursor, now=self._now(), cards=tuple(self.cards.values())))

    async def _on_waiting(self, message: bytes) -> bytes:
        self.asked.append(msgspec.json.decode(message, type=WaitingAsk))
        return msgspec.json.encode(WaitingAnswer(self.rows))

    async def _on_takers(self, message: bytes) -> bytes:
        self.asked.append(msgspec.json.decode(message, type=TakersAsk))
        return msgspec.json.encode(TakersAnswer(self.takers))

    async def _on_provision(self, message: bytes) -> bytes | None:
        if self.silent:
            return None
        if error := self.refuse.get(subjects.ProvisionDevice):
            return msgspec.json.encode(Reply(cursor=self.cursor, problem=error.problem()))
        self.provisions.append(msgspec.json.decode(message, type=subjects.ProvisionDevice))
        return msgspec.json.encode(Reply(cursor=self.cursor))

    async def _on_presence(self, message: bytes) -> bytes | None:
        self.beats.append(msgspec.json.decode(message, type=subjects.PresenceBeat))
        return b"" if self.answers_beats else None

    async def _on_pop(self, message: bytes) -> bytes | None:
        ask = msgspec.json.decode(message, type=subjects.PopAsk)
        await self.hold_pops.wait()
        pop = self.pops.get(ask.interaction)
        return msgspec.json.encode(pop) if pop else None
