"""A core with queues, agents and a clock of the test's own."""

from __future__ import annotations

import itertools

import msgspec

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import (
    Agent,
    Directory,
    EntryPoint,
    Labelled,
    Names,
    Queue,
    Team,
    Trunk,
)
from hollyhock.contracts.events import AnyEvent
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import (
    Requirement,
    Ring,
)
from hollyhock.core.machine import decide
from hollyhock.core.state import State

SECOND = 1_000
SKILLS = ("sales", "help", "expert")
START = 1_800_000_000_000


def queue(code: str = "sales", **rules: object) -> Queue:
    plain = Queue(
        code=code,
        name=Names(code, code),
        rings=(Ring(requires=(Requirement(code),)),),
        wrap_up_ms=0,
        announce_every_ms=0,
    )
    return msgspec.structs.replace(plain, **rules)


class Centre:
    """A core with queues, agents and a clock of the test's own."""

    def __init__(self, *queues: Queue, agents: dict[str, dict[str, int]], **more: object) -> None:
        self.state, self.now, self.events = State(), START, list[AnyEvent]()
        self.state.data.scope = "t.main"
        self._numbers = itertools.count(1)
        flows = tuple(
            Flow(code=q.code, languages=("en",), start="go", nodes={"go": ToQueue(queue=q.code)}) for q in queues
        )
        directory = Directory(
            version=1,
            queues=queues,
            agents=tuple(Agent(code=code, name=code, team=code[0], skills=skills) for code, skills in agents.items()),
            skills=tuple(Labelled(code, Names(code, code)) for code in SKILLS),
            teams=tuple(Team(code, Names(code, code)) for code in "abc"),
            entry_points=tuple(EntryPoint(code=q.code, address=q.code, flow=q.code) for q in queues),
            flows=flows,
            trunks=(Trunk(code="out", kind="account"),),
        )
        self.directory = msgspec.structs.replace(directory, **more)
        self.give(c.PublishDirectory(directory=self.directory))
        self.give(c.MediaPresence(up=True))
        for code in agents:
            self.give(c.LogIn(agent=code, session=code, device=f"d{code}"))
            self.give(c.DevicePresence(device=f"d{code}", up=True))

    def give(self, command: c.AnyCommand, **personal: str) -> list[AnyEvent]:
        made = decide(self.state, c.Envelope(id="x", actor="test", command=command, personal=personal), self.now)
        self.events += made
        return list(made)

    def ready(self, *codes: str) -> None:
        for code in codes:
            self.now += 1
            self.give(c.SetReady(agent=code))

    def call(self, point: str = "sales", *, customer: str = "", medium: str = "voice", **data: str) -> str:
        self.now += 1
        name = f"t.main.i{next(self._numbers)}"
        arrival = c.Arrive(interaction=name, medium=medium, entry_point=point, leg=name, customer=customer, data=data)
        self.give(arrival, **({"ani": customer} if customer else {}))
        return name

    def later(self, ms: int) -> None:
        end = self.now + ms
        while (due := self.state.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            self.give(c.Tick())
        self.now = end

    def offered(self, call: str) -> list[str]:
        return [self.state.data.offers[o].agent for o in self.state.data.interactions[call].offers]

    def answer(self, call: str) -> None:
        self.give(c.LegUp(interaction=call, leg=self.state.data.interactions[call].offers[0]))

    def end(self, call: str) -> None:
        self.give(c.CustomerLeft(interaction=call))

    def serve(self, agent: str, times: int = 1) -> None:
        """Let one agent alone serve some calls."""
        self.ready(agent)
        for _ in range(times):
            call = self.call()
            assert self.offered(call) == [agent]
            self.answer(call)
            self.later(10 * SECOND)
            self.end(call)
        self.give(c.ForceNotReady(agent=agent))

    def serve_customer(self, agent: str, customer: str) -> None:
        """Let one agent alone serve a known customer."""
        self.ready(agent)
        call = self.call(customer=customer)
        self.answer(call)
        self.end(call)
        self.give(c.ForceNotReady(agent=agent))
