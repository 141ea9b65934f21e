"""Drives the production core through a scenario: customers, agents and time are drawn, every decision is the core's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from heapq import heappop, heappush

from hollyhock.contracts import commands as c
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.events import (
    AnyEvent,
    CallbackTaken,
    ConnectionCleared,
    CustomerDialled,
    Established,
    InteractionArrived,
    InteractionClosed,
    OfferMade,
    PositionAnnounced,
    WrapUpFinished,
    WrapUpStarted,
)
from hollyhock.contracts.journal import Entry
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.simulation.chance import drawer
from hollyhock.simulation.measures import Measures
from hollyhock.simulation.scenario import Scenario
from hollyhock.simulation.streams import Customer, Customers

START_MS = 1_800_000_000_000
"""When a simulation begins; the core wants times of our age."""
_FORGET_EVERY = 2_000
_SPOKEN_MS = 5_000
"""How long an announcement of the position lasts, where a scenario has them."""
_REACHED_MS = 5_000
"""How soon who is called back answers: they all do."""


class Simulation:
    """One run; ``measures`` holds what was counted."""

    def __init__(self, scenario: Scenario, directory: Directory) -> None:
        """Prepare; ``directory`` is what ``scenario.directory_of`` makes."""
        self.state = State()
        self.state.data.scope = "s.main"
        self.measures = Measures(scenario)
        self._scenario, self._directory = scenario, directory
        self._customers = Customers(scenario)
        self._answer = drawer(scenario.answer, f"{scenario.seed} answer")
        self._heap: list[tuple[int, int, Callable[[str], None], str]] = []
        self._count = 0
        self._known: dict[str, Customer] = {}
        self._now = START_MS
        self._on_duty: dict[str, int] = {}
        self.entries: list[Entry] = []
        """What a journal would hold, once ``keep_entries`` was called."""
        self._keeps = False
        # Who is the centre's own is there all the time, grouped by team.
        self._whole_day = {} if scenario.groups else {a.code: a.team or "agents" for a in directory.agents}

    def keep_entries(self) -> None:
        """Write a journal from here on."""
        self._keeps = True

    def run(self, progress: Callable[[int], None] = lambda _calls: None) -> Measures:
        """Run to the last customer's end; ``progress`` is told now and then how many have come."""
        self._give(c.PublishDirectory(directory=self._directory))
        self._give(c.MediaPresence(up=True))
        self._shift("0")
        self._next_customer("")
        steps = 0
        while self._heap:
            due = self.state.next_due()
            if due is not None and due < self._heap[0][0]:
                self._now = max(self._now, due)
                self._give(c.Tick())
            else:
                self._now, _, act, key = heappop(self._heap)
                act(key)
            steps += 1
            if steps % _FORGET_EVERY == 0:
                self.state.index.forget_touched()
                progress(self._customers.drawn)
        self.measures.end(self._group_of, self._now - START_MS)
        return self.measures

    # --- customers ----------------------------------------------------------------------------------------------------

    def _next_customer(self, name: str) -> None:
        if name:
            self._arrive(name)
        customer = self._customers.next()
        if customer is None:
            return
        following = f"s.main.i{self._customers.drawn}"
        self._known[following] = customer
        self._at(START_MS + customer.at, self._next_customer, following)

    def _arrive(self, name: str) -> None:
        customer = self._known[name]
        rules = self._scenario.arrivals[customer.queue]
        self.measures.arrived(customer.queue, self._customers.drawn, self._group_of, self._now - START_MS)
        self._give(
            c.Arrive(interaction=name, medium=rules.medium, entry_point=customer.queue, leg=name, data=rules.data)
        )
        it = self.state.interaction(name)
        if it is not None and it.phase == "waiting" and not it.offers:
            self.measures.told(self.state, it)
        if customer.patience_ms is not None:
            self._at(self._now + customer.patience_ms, self._give_up, name)

    def _give_up(self, name: str) -> None:
        it = self.state.interaction(name)
        if it is not None and it.phase == "waiting":
            self._give(c.CustomerLeft(interaction=name))

    def _hang_up(self, name: str) -> None:
        self._give(c.CustomerLeft(interaction=name))

    # --- agents -------------------------------------------------------------------------------------------------------

    def _shift(self, number: str) -> None:
        interval = int(number)
        for agent in self._whole_day:
            self._begin_duty(agent)
        for team, agents in Counter(self._whole_day.values()).items():
            self.measures.staffed(team, agents, self._now - START_MS)
        for group in self._scenario.groups:
            wanted = group.agents[interval % len(group.agents)]
            present = self._on_duty.get(group.name, 0)
            for n in range(present, wanted):
                self._begin_duty(f"{group.name}.{n}")
            for n in range(wanted, present):
                self._give(c.ForceNotReady(agent=f"{group.name}.{n}"))
            self._on_duty[group.name] = wanted
            self.measures.staffed(group.name, wanted, self._now - START_MS)
        changes = any(len(set(group.agents)) > 1 for group in self._scenario.groups)
        if changes and not self._customers.over:
            self._at(self._now + round(self._scenario.interval_s * 1000), self._shift, str(interval + 1))

    def _group_of(self, agent: str) -> str:
        return self._whole_day.get(agent) or agent.rpartition(".")[0]

    def _begin_duty(self, agent: str) -> None:
        if not self.state.agent(agent).logged_on:
            self._give(c.LogIn(agent=agent, session=agent, device=agent))
            self._give(c.DevicePresence(device=agent, up=True))
        self._give(c.SetReady(agent=agent))

    def _answer_offer(self, key: str) -> None:
        offer = self.state.data.offers.get(key)
        if offer is None:
            return
        if self.state.data.interactions[offer.interaction].medium == "voice":
            self._give(c.LegUp(interaction=offer.interaction, leg=key))
        else:
            self._give(c.AcceptOffer(agent=offer.agent, offer=key))

    def _finish(self, key: str) -> None:
        agent, _, interaction = key.rpartition(" ")
        self._give(c.FinishWrapUp(agent=agent, interaction=interaction))

    # --- what the core decides ----------------------------------------------------------------------------------------

    def _give(self, command: c.AnyCommand) -> None:
        try:
            events = decide(self.state, _envelope(command), self._now)
        except HollyhockError as refusal:
            raise RuntimeError(f"the core refused {command}") from refusal
        if self._keeps and events:
            number = len(self.entries) + 1
            entry = Entry(
                seq=number, epoch=1, at=self._now, id=f"c{number}", actor="simulation", command=command, events=events
            )
            self.entries.append(entry)
        for event in events:
            self._react(event)

    def _react(self, event: AnyEvent) -> None:
        match event:
            case OfferMade():
                self._at(self._now + self._answer(), self._answer_offer, event.offer)
            case InteractionArrived(parent=parent) if parent:
                # The caller's own call back: the same person, the same matter.
                self._known[event.interaction] = self._known[parent]
            case PositionAnnounced():
                self._at(self._now + _SPOKEN_MS, self._told, event.interaction)
            case CallbackTaken() | CustomerDialled():
                # The agent's softphone, then the customer who is called.
                call = c.LegUp(interaction=event.interaction, leg=event.leg)
                self._at(self._now + _REACHED_MS, lambda _: self._give(call), "")
            case Established():
                self._established(event)
            case ConnectionCleared():
                self._cleared(event)
            case WrapUpStarted():
                wrap_ms = self._known[event.interaction].wrap_ms
                self._at(self._now + wrap_ms, self._finish, f"{event.agent} {event.interaction}")
            case WrapUpFinished():
                self.measures.idle(event.agent, self._group_of(event.agent), self._now - START_MS)
            case InteractionClosed():
                self._closed(event)
            case _:
                pass

    def _told(self, name: str) -> None:
        it = self.state.interaction(name)
        if it is not None and it.announcement is not None:
            self._give(c.StepDone(interaction=name, visit=it.visit, outcome="played"))

    def _established(self, event: Established) -> None:
        customer = self._known[event.interaction]
        self.measures.answered(event.interaction, customer, self._group_of(event.agent), self._now - START_MS)
        self.measures.busy(event.agent, self._now - START_MS)
        self._at(self._now + customer.talk_ms, self._hang_up, event.interaction)

    def _cleared(self, event: ConnectionCleared) -> None:
        if not self._scenario.arrivals[self._known[event.interaction].queue].wrap_up.mean():
            self.measures.idle(event.agent, self._group_of(event.agent), self._now - START_MS)

    def _closed(self, event: InteractionClosed) -> None:
        customer = self._known.pop(event.interaction, None)
        if customer is not None:
            self.measures.closed(event.interaction, customer, event.cause, self._now - START_MS)

    def _at(self, moment: int, act: Callable[[str], None], key: str) -> None:
        self._count += 1
        heappush(self._heap, (moment, self._count, act, key))


def _envelope(command: c.AnyCommand) -> c.Envelope:
    # Whoever comes has a number that a call back can be promised to.
    personal = {"ani": "simulated"} if isinstance(command, c.Arrive) else {}
    return c.Envelope(id="", actor="simulation", command=command, personal=personal)
