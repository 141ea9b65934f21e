"""Ten times more customers than can be served: bounded, fair and as cheap per decision as with an empty line.

Work is counted in function calls, not in seconds, so that the machine's other work says nothing here.
"""

from __future__ import annotations

import heapq
import sys
from statistics import fmean
from types import FrameType

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Agent, Directory, EntryPoint, Labelled, Names, Queue, Trunk
from hollyhock.contracts.events import (
    AnyEvent,
    CallbackTaken,
    CustomerDialled,
    Established,
    InteractionClosed,
    OfferMade,
    Queued,
)
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import Entry, Overflow, Requirement, Ring, SourceLimit
from hollyhock.core.interpreter import FAREWELL_MS
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.testing.walk.laws import Laws

START = 1_800_000_000_000
AGENTS, TALK_MS, GAP_MS = 10, 100_000, 1_000
"""Ten agents serve one customer in ten seconds; one comes each second."""
MOST, CALLS = 2_000, 5_000
ROBOT = "robot"


def centre(when_full: Overflow) -> Directory:
    queue = Queue(
        code="q",
        name=Names("q", "q"),
        rings=(Ring(requires=(Requirement("q"),)),),
        wrap_up_ms=0,
        announce_every_ms=0,
        entry=Entry(most_waiting=MOST, when_full=when_full, most_per_customer=1),
    )
    return Directory(
        version=1,
        queues=(queue,),
        agents=tuple(Agent(code=str(n), name=str(n), skills={"q": 5}) for n in range(AGENTS)),
        skills=(Labelled("q", Names("q", "q")),),
        entry_points=(EntryPoint(code="q", address="1", flow="q", limit=SourceLimit(arrivals=3, within_ms=3_600_000)),),
        flows=(Flow(code="q", languages=("en",), start="go", nodes={"go": ToQueue(queue="q")}),),
        trunks=(Trunk(code="out", server="carrier"),),
    )


class Rush:
    """Runs the hour and keeps what must be looked at."""

    def __init__(self, when_full: Overflow) -> None:
        self.state, self.laws, self.now = State(), Laws(), START
        self.state.data.scope = "t.main"
        self.joined: list[str] = []
        self.answered: list[str] = []
        self.closed: dict[str, str] = {}
        self.most_open = self.most_waiting = 0
        self.work: list[tuple[int, int]] = []
        """(how many wait, functions called) of each decision."""
        self._heap: list[tuple[int, int, c.AnyCommand]] = []
        self._count = 0
        self.give(c.PublishDirectory(directory=centre(when_full)))
        self.give(c.MediaPresence(up=True))
        for n in range(AGENTS):
            self.give(c.LogIn(agent=str(n), session=str(n), device=f"d{n}"))
            self.give(c.DevicePresence(device=f"d{n}", up=True))
            self.give(c.SetReady(agent=str(n)))

    def run(self) -> None:
        for number in range(CALLS):
            self.later(number * GAP_MS, self.arrival(number))
        while self._heap:
            at, _, command = heapq.heappop(self._heap)
            while (due := self.state.next_due()) is not None and due <= at:
                self.now = max(due, self.now)
                self.give(c.Tick())
            self.now = at
            self.give(command)
            lines = self.state.index.lines
            self.most_waiting = max(self.most_waiting, lines.count("q"))
            self.most_open = max(self.most_open, len(self.state.data.interactions))
            if self._count % 200 == 0:
                self.laws.at_rest(self.state)
            if len(self.answered) + 1 > CALLS * GAP_MS // TALK_MS * AGENTS:
                break

    def arrival(self, number: int) -> c.Arrive:
        # Each fourth is somebody who waits already, each seventh a robot that never stops.
        customer = ROBOT if number % 7 == 3 else f"c{number - 1 if number % 4 == 3 else number}"
        name = f"t.main.i{number}"
        return c.Arrive(interaction=name, medium="voice", entry_point="q", leg=name, customer=customer)

    def later(self, ms: int, command: c.AnyCommand) -> None:
        self._count += 1
        heapq.heappush(self._heap, (max(START + ms, self.now), self._count, command))

    def give(self, command: c.AnyCommand) -> None:
        waiting, calls = self.state.index.lines.count("q"), 0

        def count(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal calls
            calls += event == "call"

        sys.setprofile(count)
        known = {"ani": "1"} if isinstance(command, c.Arrive) else {}
        made = decide(self.state, c.Envelope(id="x", actor="test", command=command, personal=known), self.now)
        sys.setprofile(None)
        self.state.index.forget_touched()
        self.work.append((waiting, calls))
        self.laws.decided(self.state, made)
        for event in made:
            self.react(event)

    def react(self, event: AnyEvent) -> None:
        since = self.now - START
        match event:
            case Queued():
                self.joined.append(event.interaction)
            case OfferMade() if self.state.data.interactions[event.interaction].medium == "callback":
                self.later(since, c.AcceptOffer(agent=event.agent, offer=event.offer))
            case OfferMade():
                self.later(since, c.LegUp(interaction=event.interaction, leg=event.offer))
            case CallbackTaken() | CustomerDialled():
                self.later(since, c.LegUp(interaction=event.interaction, leg=event.leg))
            case Established():
                self.answered.append(event.interaction)
                self.later(since + TALK_MS, c.CustomerLeft(interaction=event.interaction))
            case InteractionClosed():
                self.closed[event.interaction] = event.cause
            case _:
                pass


def test_a_rush_is_bounded_fair_and_as_cheap_as_a_calm_hour() -> None:
    rush = Rush(Overflow(kind="busy"))
    rush.run()
    assert rush.most_waiting == MOST
    assert rush.most_open <= MOST + AGENTS
    assert rush.answered == rush.joined[: len(rush.answered)], "first come, first served"
    assert len(rush.answered) >= CALLS * GAP_MS // TALK_MS * AGENTS * 0.9, "nobody idles while somebody waits"
    robot = [f"t.main.i{n}" for n in range(CALLS) if n % 7 == 3]
    assert len(set(robot) & set(rush.joined)) <= 3 * (1 + CALLS * GAP_MS // 3_600_000), "a source has its limit"
    again = [f"t.main.i{n}" for n in range(200, 1_000) if n % 4 == 3 and n % 7 not in (3, 4)]
    assert not set(again) & set(rush.joined), "who waits has one place"
    assert {rush.closed[name] for name in again} == {"busy"}
    assert len(rush.state.data.came) <= 3_600_000 // GAP_MS * 1.1, "what is remembered has an end"

    calm = [calls for waiting, calls in rush.work if 20 < waiting < 200]
    full = [calls for waiting, calls in rush.work if waiting >= MOST - 5]
    assert min(len(calm), len(full)) > 200
    assert fmean(full) <= fmean(calm) * 1.1
    assert max(full) <= max(calm) * 1.5


def test_call_backs_promised_in_a_rush_are_bounded_with_those_who_wait() -> None:
    rush = Rush(Overflow(kind="callback"))
    rush.run()
    assert MOST < rush.most_waiting <= 2 * MOST
    # A caller hears the promise for so many seconds; one comes each second.
    assert rush.most_open <= 2 * MOST + AGENTS + FAREWELL_MS // GAP_MS + 1
