"""The state of one routing domain: its data, the directory looked up, and the derived order."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.ids import base32
from hollyhock.core.book import Book
from hollyhock.core.data import Agent, Data, Interaction
from hollyhock.core.index import Index

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Data)


class State:
    """Data that events fold into, plus what is derived from it. Changed by ``apply`` alone."""

    def __init__(self, data: Data | None = None) -> None:
        """Take the data (empty by default) and derive the rest."""
        self.data = data or Data()
        self.book = Book(self.data.directory)
        self.take_over_skills()
        self.index = Index()
        self.index.rebuild(self.data, self.book)

    def take_over_skills(self) -> None:
        """Let the book know whose skills differ from the directory's for this log-on."""
        for agent in self.data.agents.values():
            if agent.skills is not None:
                self.book.set_skills(agent.code, agent.skills)

    @classmethod
    def restore(cls, body: bytes) -> State:
        """Return the state that a snapshot kept; raise ``msgspec.DecodeError`` for anything else."""
        return cls(_decoder.decode(body))

    def dump(self) -> bytes:
        """Return the snapshot of the data."""
        return _encoder.encode(self.data)

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
