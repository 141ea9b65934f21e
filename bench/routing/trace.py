"""The mixed trace: customers arrive, ring, talk, give up; agents accept, wrap up, pause, learn."""

from heapq import heappop, heappush
from random import Random
from typing import Protocol

from bench.routing.world import World

from hollyhock.contracts import commands as c
from hollyhock.contracts.events import AnyEvent, Dequeued, Established, OfferMade, Queued, WrapUpStarted
from hollyhock.contracts.ids import base32

START_MS = 1_800_000_000_000
RING_MS, TALK_MS, WRAP_MS, PAUSE_MS = 5_000, 180_000, 20_000, 300_000
"""Means; talk is exponential, so that a centre that begins in the middle of the day looks like one."""
PAUSES, LEARNS, GIVES_UP = 0.05, 0.02, 0.5
"""Shares: of works followed by a pause, of works after which a skill changes, of customers who leave unserved."""


class Routes(Protocol):
    """What is measured: takes a command at a moment and returns what it decided."""

    def give(self, command: c.AnyCommand, now: int) -> tuple[AnyEvent, ...]:
        """Handle one command."""

    def due(self) -> int | None:
        """Return the next deadline."""


class Trace:
    """Feeds commands in the order of a virtual clock and learns from the events what follows."""

    def __init__(self, routes: Routes, world: World, seed: str) -> None:
        """Take what is measured and the centre."""
        self.routes, self.world, self.now = routes, world, START_MS
        self.chance = Random(seed)
        self.handled = 0
        self.times = 1
        """How many times more customers come than are served."""
        self._heap: list[tuple[int, int, c.AnyCommand]] = []
        self._count = self._named = 0
        self._waiting: list[str] = []
        self._at: dict[str, int] = {}
        self._skills = {agent.code: agent.skills for agent in world.directory.agents}

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def open(self) -> None:
        """Publish the centre and log everybody on, nobody ready."""
        self.give(c.PublishDirectory(directory=self.world.directory))
        self.give(c.MediaPresence(up=True))
        for agent in self.world.directory.agents:
            self.give(c.LogIn(agent=agent.code, session=agent.code, device=f"d{agent.code}"))
            self.give(c.DevicePresence(device=f"d{agent.code}", up=True))

    def fill(self, waiting: int, over_ms: int) -> None:
        """Let customers come, evenly over a time, until so many wait."""
        begin = self.now
        for number in range(waiting):
            self.until(begin + over_ms * number // waiting)
            self.give(self.arrival(self.chance.choice(self.world.busy)))

    def begin(self) -> None:
        """Let all agents be at work as they would be in the middle of the day, and the customers keep coming."""
        for agent in self.chance.sample(list(self._skills), len(self._skills)):
            self.give(c.SetReady(agent=agent))
        self.until(self.now + 2 * RING_MS)
        self.start()

    def begin_talking(self) -> None:
        """Begin with every agent in a talk, for peers that could not be brought there in time."""
        for agent in self._skills:
            self._later(self._drawn(TALK_MS), c.ClearConnection(agent=agent, interaction=f"talk of {agent}"))
        self.start()

    def start(self) -> None:
        """Let customers come as quickly as others go."""
        busy = sum(1 for number in range(len(self._skills)) if number % 5)
        self._gap = (RING_MS + TALK_MS + WRAP_MS) / busy * (1 - GIVES_UP)
        calm = len(self._skills) - busy
        self._calm_gap = (RING_MS + TALK_MS + WRAP_MS) / (calm * 0.7)
        self._next_busy()
        self._next_calm()

    def run(self, decisions: int) -> None:
        """Handle so many commands."""
        end = self.handled + decisions
        while self.handled < end:
            self.step()

    def until(self, moment: int) -> None:
        """Handle all that happens before a moment."""
        while (following := self._following()) is not None and following <= moment:
            self.step()
        self.now = max(self.now, moment)

    def step(self) -> None:
        """Handle the next command."""
        due = self.routes.due()
        if due is not None and (not self._heap or due < self._heap[0][0]):
            self.now = max(self.now, due)
            self.give(c.Tick())
            return
        self.now, _, command = heappop(self._heap)
        if isinstance(command, c.Arrive):
            self._next_busy() if command.adopted else self._next_calm()
            command = self.arrival(command.entry_point)
        elif isinstance(command, c.CustomerLeft) and not command.interaction:
            if not self._waiting:
                return
            command = c.CustomerLeft(interaction=self.chance.choice(self._waiting))
        self.give(command)

    def arrival(self, queue: str) -> c.Arrive:
        """Return the arrival of the next customer at a queue."""
        self._named += 1
        return c.Arrive(
            interaction=f"bench.main.i{base32(self._named)}",
            medium="voice",
            entry_point=queue,
            leg=f"bench.main.l{base32(self._named)}",
            data={"page": "home"},
        )

    def give(self, command: c.AnyCommand) -> None:
        """Handle one command and note what follows from it."""
        self.handled += 1
        for event in self.routes.give(command, self.now):
            self._react(event)

    # --- what follows -------------------------------------------------------------------------------------------------

    def _react(self, event: AnyEvent) -> None:
        match event:
            case Queued():
                self._at[event.interaction] = len(self._waiting)
                self._waiting.append(event.interaction)
            case Dequeued():
                self._forget(event.interaction)
            case OfferMade():
                self._later(RING_MS, c.LegUp(interaction=event.interaction, leg=event.offer))
            case Established():
                self._forget(event.interaction)
                over = c.ClearConnection(agent=event.agent, interaction=event.interaction)
                self._later(self._drawn(TALK_MS), over)
            case WrapUpStarted():
                self._wrap_up(event)
            case _:
                pass

    def _wrap_up(self, event: WrapUpStarted) -> None:
        self._later(WRAP_MS, c.FinishWrapUp(agent=event.agent, interaction=event.interaction))
        if self.chance.random() < PAUSES:
            self._later(WRAP_MS - 1, c.SetNotReady(agent=event.agent, reason="break"))
            self._later(WRAP_MS + PAUSE_MS, c.SetReady(agent=event.agent))
        if self.chance.random() < LEARNS:
            skills = {name: self.chance.randint(1, 10) for name in self._skills[event.agent]}
            self._later(WRAP_MS // 2, c.ChangeSkills(agent=event.agent, skills=skills))

    def _next_busy(self) -> None:
        queue = self.chance.choice(self.world.busy)
        # ``adopted`` marks the stream of the busy queues; the command that is given is a fresh one.
        gap = self._drawn(self._gap / self.times)
        self._later(gap, c.Arrive(interaction="", medium="", entry_point=queue, adopted=True))
        if self.chance.random() < GIVES_UP / self.times:
            self._later(self._drawn(self._gap), c.CustomerLeft(interaction=""))

    def _next_calm(self) -> None:
        queue = self.chance.choice(self.world.calm)
        self._later(self._drawn(self._calm_gap), c.Arrive(interaction="", medium="", entry_point=queue))

    def _drawn(self, mean_ms: float) -> int:
        return round(self.chance.expovariate(1) * mean_ms)

    def _forget(self, interaction: str) -> None:
        place = self._at.pop(interaction)
        last = self._waiting.pop()
        if last != interaction:
            self._waiting[place] = last
            self._at[last] = place

    def _later(self, ms: int, command: c.AnyCommand) -> None:
        self._count += 1
        heappush(self._heap, (self.now + ms, self._count, command))

    def _following(self) -> int | None:
        moments = [moment for moment in (self.routes.due(), self._heap[0][0] if self._heap else None) if moment]
        return min(moments, default=None)
