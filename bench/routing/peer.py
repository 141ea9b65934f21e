"""What both peers share: agents, calls and the course of a call; how they search is theirs."""

from abc import ABC, abstractmethod

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.events import AnyEvent, Dequeued, Established, OfferMade, Queued, Trace, WrapUpStarted
from hollyhock.core.classes import attributes, class_of, satisfies

_LEASE_MS = 15_000


class Peer(ABC):
    """Takes the same commands as the core. Without rings: a queue's members are those whom its last ring would take."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.members: dict[str, list[str]] = {}
        """Queue to its agents."""
        self.queues_of: dict[str, list[str]] = {}
        self.ready: dict[str, bool] = {}
        self.busy: dict[str, str] = {}
        """Agent to what occupies them."""
        self.queue_of: dict[str, str] = {}
        """Who waits, and where."""
        self.offered: dict[str, str] = {}
        """Interaction to the agent whom it rings at."""
        self.now = 0
        self._made: list[AnyEvent] = []

    def due(self) -> int | None:
        """Return None: what is done on a clock is caught up with at the next command."""
        return None

    def give(self, command: c.AnyCommand, now: int) -> tuple[AnyEvent, ...]:
        """Handle one command."""
        self._made = []
        self.catch_up(now)
        self.now = now
        self._handle(command)
        return tuple(self._made)

    def _handle(self, command: c.AnyCommand) -> None:
        match command:
            case c.PublishDirectory(directory=directory):
                self._publish(directory)
            case c.Arrive(interaction=name, entry_point=queue):
                self.queue_of[name] = queue
                self.join(name, queue)
                joined = Queued(interaction=name, queue=queue, priority=5, visit=1, since=self.now, cause="flow")
                self._made.append(joined)
            case c.CustomerLeft(interaction=name) if name in self.queue_of and name not in self.offered:
                queue = self.queue_of.pop(name)
                self.leave(name, queue)
                self._made.append(Dequeued(interaction=name, queue=queue, outcome="abandoned"))
            case c.LegUp(interaction=name) if name in self.offered:
                self._answer(name)
            case c.ClearConnection(agent=agent, interaction=name):
                self._made.append(WrapUpStarted(agent=agent, interaction=name, queue="", deadline=self.now + _LEASE_MS))
                self.changed(agent)
            case c.FinishWrapUp(agent=agent):
                self.busy.pop(agent, None)
                self.changed(agent)
            case c.SetReady(agent=agent):
                self.ready[agent] = True
                self.changed(agent)
            case c.SetNotReady(agent=agent):
                self.ready[agent] = False
                self.changed(agent)
            case _:
                pass

    def offer(self, name: str, agent: str) -> None:
        """Reserve an agent for one who waits."""
        self.offered[name], self.busy[agent] = agent, name
        self._made.append(
            OfferMade(offer=name, interaction=name, agent=agent, queue="", deadline=self.now, trace=Trace())
        )
        self.changed(agent)

    def everybody_talks(self) -> None:
        """Begin in the middle of the day."""
        self.ready = dict.fromkeys(self.queues_of, True)
        self.busy = dict.fromkeys(self.queues_of, "talk")

    def free(self, agent: str) -> bool:
        """Tell whether an agent can take a call."""
        return self.ready.get(agent, False) and agent not in self.busy

    def _answer(self, name: str) -> None:
        agent, queue = self.offered.pop(name), self.queue_of.pop(name)
        self.leave(name, queue)
        self._made.append(Established(interaction=name, agent=agent, queue=queue, leg=name))
        self.changed(agent)

    def _publish(self, directory: Directory) -> None:
        wanted = {queue.code: class_of(queue.rings[-1], {}) for queue in directory.queues}
        by_skill: dict[str, list[str]] = {}
        for code, one in wanted.items():
            by_skill.setdefault(one[0][0].skill, []).append(code)
        self.members = {code: [] for code in wanted}
        for agent in directory.agents:
            has = attributes(agent)
            mine = [q for skill in has for q in by_skill.get(skill, ()) if satisfies(has, wanted[q])]
            self.queues_of[agent.code] = mine
            for queue in mine:
                self.members[queue].append(agent.code)

    # --- theirs ---

    @abstractmethod
    def join(self, name: str, queue: str) -> None:
        """Put one at the end of a line."""

    @abstractmethod
    def leave(self, name: str, queue: str) -> None:
        """Take one out of a line."""

    @abstractmethod
    def changed(self, agent: str) -> None:
        """Take note of an agent's state."""

    @abstractmethod
    def catch_up(self, now: int) -> None:
        """Do what would have been done on a clock until a moment."""
