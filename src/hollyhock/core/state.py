"""The state of one routing domain: its data, the directory looked up, and the derived order."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.ids import base32
from hollyhock.core.book import Book
from hollyhock.core.copying import Copy
from hollyhock.core.data import Agent, Data, Interaction
from hollyhock.core.index import Index
from hollyhock.core.roll import Roll
from hollyhock.core.version import STATE

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Data)
_SHAPE = f"state {STATE}\n".encode()


class Unsettled:
    """What events have changed since the derived order was last brought in line, in the order of their coming."""

    __slots__ = ("agents", "any", "interactions", "offers")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.any = False
        self.offers: dict[str, None] = {}
        self.interactions: dict[str, None] = {}
        self.agents: dict[str, None] = {}


class State:
    """Data that events fold into, plus what is derived from it. Changed by ``apply`` alone."""

    def __init__(self, data: Data | None = None) -> None:
        """Take the data (empty by default) and derive the rest."""
        self.data = data or Data()
        self.book = Book(self.data.directory)
        self.take_over_skills()
        self.unsettled = Unsettled()
        self.roll = Roll(self.data.interactions)
        self.copy: Copy | None = None
        """A snapshot that is being taken; None once it is whole, or when what it reads has been replaced."""
        self._index = Index()
        self._index.rebuild(self.data, self.book)

    @property
    def index(self) -> Index:
        """The derived order, in line with the data: what events have changed is placed when somebody looks."""
        if self.unsettled.any:
            self._settle()
        return self._index

    def _settle(self) -> None:
        """Place each entity once, however many events changed it."""
        changed, self.unsettled = self.unsettled, Unsettled()
        data, index, book = self.data, self._index, self.book
        index.now = data.now
        for identifier in changed.offers:
            offer = data.offers.get(identifier)
            if offer is None:
                index.drop_offer(identifier)
            else:
                index.place_offer(offer)
        for identifier in changed.interactions:
            it = data.interactions.get(identifier)
            if it is None:
                index.drop_interaction(identifier, book)
            else:
                index.place_interaction(it, book)
        for code in changed.agents:
            index.place_agent(self.agent(code), data, book)

    def take_over_skills(self) -> None:
        """Let the book know whose skills differ from the directory's for this log-on."""
        for agent in self.data.agents.values():
            if agent.skills is not None:
                self.book.set_skills(agent.code, agent.skills)

    @classmethod
    def restore(cls, body: bytes | bytearray) -> State:
        """Return the state that a snapshot kept; raise ``msgspec.DecodeError`` for one of another shape."""
        if not body.startswith(_SHAPE):
            raise msgspec.DecodeError("the snapshot of another release")
        return cls(_decoder.decode(body[len(_SHAPE) :]))

    def dump(self) -> bytes:
        """Return the snapshot of the data."""
        return _SHAPE + _encoder.encode(self.data)

    def begin_copy(self) -> Copy:
        """Begin a snapshot of the data as they are now, to be taken in slices while they change."""
        self.copy = Copy(self.data, _SHAPE, self.roll)
        return self.copy

    def end_copy(self) -> None:
        """Let go of a snapshot. One that is not whole met a name that came twice; the roll is then written anew."""
        if self.copy is not None and not self.copy.whole:
            self.roll = Roll(self.data.interactions)
        self.copy = None

    def touch_queue(self, code: str) -> None:
        """Note that a queue's card has changed for a reason that no line shows."""
        self._index.touched_queues.add(code)

    def next_due(self) -> int | None:
        """Return the earliest deadline in epoch milliseconds, None when nothing is due ever."""
        first = self.index.dues.first()
        return first[0] if first else None

    def agent(self, code: str) -> Agent:
        """Return an agent's data; one who never logged on has the default, kept nowhere."""
        return self.data.agents.get(code) or Agent(code=code)

    def interaction(self, identifier: str) -> Interaction | None:
        """Return an interaction that is open or still worked on."""
        return self.data.interactions.get(identifier)

    def fresh(self, kind: str) -> str:
        """Return the id that the next event of this kind takes; the counter moves when that event is applied."""
        return f"{self.data.scope}.{kind}{base32(self.data.counter + 1)}"
