"""Made-up but lawful journals: every order of events that a domain may go through, from a seeded source of chance."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import msgspec

from hollyhock.contracts import events as ev
from hollyhock.contracts.commands import Tick
from hollyhock.contracts.directory import Agent, Directory, Names, Queue
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.journal import Entry
from hollyhock.contracts.routing import Ring

QUEUES = ("operator", "complaints", "sales")
AGENTS = ("1001", "1002", "1003", "1004")
_PAUSES = (0, 1, 900, 2_000, 4_999, 5_000, 9_000, 20_000, 45_000, 400_000)


class _Call(msgspec.Struct):
    """One interaction in progress."""

    name: str
    phase: str = "flow"
    queue: str = ""
    offer: str = ""
    agent: str = ""
    recording: str = ""
    medium: str = "voice"


class _Person(msgspec.Struct):
    """One agent."""

    code: str
    mode: str = "Null"
    offer: str = ""
    call: str = ""
    wraps: list[str] = []

    @property
    def free(self) -> bool:
        return self.mode == "Ready" and not (self.offer or self.call or self.wraps)


class History:
    """Grows a journal step by step; ``entries`` is what came of it."""

    def __init__(self, chance: Random, start: int, scope: Scope | None = None) -> None:
        """Begin at ``start`` (epoch milliseconds) with a directory and nobody logged on."""
        self.scope = scope or Scope("demo")
        self.chance = chance
        self.now = start
        self.entries: list[Entry] = []
        self.calls: dict[str, _Call] = {}
        self.closed: list[_Call] = []
        self.people = {code: _Person(code) for code in AGENTS}
        self._numbers = 0
        self._versions = 0
        self._publish()

    def run(self, steps: int, *, pauses: tuple[int, ...] = _PAUSES, open_at_most: int = 12) -> list[Entry]:
        """Take ``steps`` random steps and return all entries so far."""
        for _ in range(steps):
            self.now += self.chance.choice(pauses)
            self._step(open_at_most)
        return self.entries

    def _step(self, open_at_most: int) -> None:
        roll = self.chance.random()
        if roll < 0.02:
            self._publish()
        elif roll < 0.25:
            self._move_person(self.chance.choice(list(self.people.values())))
        elif roll < 0.45 and len(self.calls) < open_at_most:
            self._arrive()
        elif roll < 0.5 and self.closed:
            self._late(self.closed.pop())
        elif self.calls:
            self._move_call(self.chance.choice(list(self.calls.values())))

    def _add(self, *events: ev.AnyEvent) -> None:
        seq = len(self.entries) + 1
        self.entries.append(
            Entry(
                seq=seq, epoch=1, at=self.now, id=f"{self.scope}.c{seq}", actor="timer", command=Tick(), events=events
            )
        )

    def _id(self, kind: str) -> str:
        self._numbers += 1
        return f"{self.scope}.{kind}{self._numbers:020}"

    def _publish(self) -> None:
        self._versions += 1
        queues = tuple(
            Queue(
                code=code,
                name=Names(code, code),
                rings=(Ring(),),
                service_level_ms=self.chance.choice((5_000, 20_000, 60_000)),
                short_abandon_ms=self.chance.choice((2_000, 5_000)),
                service_level_formula=f"SL{self.chance.randint(1, 6)}",
            )
            for code in QUEUES
        )
        agents = tuple(Agent(code=code, name=code, team=self.chance.choice(("north", "south"))) for code in AGENTS)
        self._add(ev.DirectoryPublished(directory=Directory(version=self._versions, queues=queues, agents=agents)))

    # --- agents -------------------------------------------------------------------------------------------------------

    def _move_person(self, person: _Person) -> None:
        if person.mode == "Null":
            person.mode = "NotReady"
            self._add(ev.AgentLoggedOn(agent=person.code, session=str(self.now), device="a1"))
        elif person.wraps and self.chance.random() < 0.5:
            self._wrap(person)
        elif self.chance.random() < 0.7 and not person.offer:
            person.mode = "Ready"
            self._add(ev.AgentReady(agent=person.code))
        elif self.chance.random() < 0.7 or person.offer or person.call:
            if not person.offer:
                person.mode = "NotReady"
                self._add(ev.AgentNotReady(agent=person.code, reason=self.chance.choice(("meal", "meeting"))))
        else:
            done = [ev.WrapUpFinished(agent=person.code, interaction=name, cause="forced") for name in person.wraps]
            person.mode, person.wraps = "Null", []
            self._add(*done, ev.AgentLoggedOff(agent=person.code, cause="self"))

    def _wrap(self, person: _Person) -> None:
        name = person.wraps[0]
        roll = self.chance.random()
        if roll < 0.3:
            self._add(ev.WrapUpNoted(agent=person.code, interaction=name, code="solved", noted=roll < 0.1))
        elif roll < 0.4:
            self._add(ev.WrapUpExtended(agent=person.code, interaction=name, deadline=self.now + 60_000))
        else:
            person.wraps = person.wraps[1:]
            self._add(ev.WrapUpFinished(agent=person.code, interaction=name, cause="self"))

    # --- interactions -------------------------------------------------------------------------------------------------

    def _arrive(self) -> None:
        call = _Call(self._id("i"))
        self.calls[call.name] = call
        self._add(
            ev.InteractionArrived(
                interaction=call.name, medium="voice", entry_point="1001", language="zh-Hans", personal=("ani",)
            ),
            ev.FlowStarted(interaction=call.name, flow="main", version=1),
            ev.NodeEntered(interaction=call.name, node="welcome", visit=1),
        )

    def _late(self, call: _Call) -> None:
        """What may still come after the end."""
        if call.recording:
            self._add(ev.RecordingEnded(interaction=call.name, recording=call.recording))
        else:
            self._add(ev.DataAttached(interaction=call.name, data={"late": "1"}))

    def _move_call(self, call: _Call) -> None:
        moves: dict[str, Callable[[_Call], None]] = {
            "flow": self._move_flow,
            "waiting": self._move_waiting,
            "offered": self._move_offered,
        }
        moves.get(call.phase, self._move_talk)(call)

    def _close(self, call: _Call, cause: str) -> ev.InteractionClosed:
        self.calls.pop(call.name)
        self.closed.append(call)
        return ev.InteractionClosed(interaction=call.name, cause=cause)

    def _queued(self, call: _Call, cause: str) -> ev.Queued:
        call.phase, call.queue = "waiting", self.chance.choice(QUEUES)
        since = self.now - self.chance.choice((0, 30_000))
        return ev.Queued(interaction=call.name, queue=call.queue, priority=5, visit=2, since=since, cause=cause)

    def _move_flow(self, call: _Call) -> None:
        roll = self.chance.random()
        if roll < 0.6:
            self._add(ev.FlowEnded(interaction=call.name, outcome="queued"), self._queued(call, "flow"))
        elif roll < 0.8:
            self._add(ev.FlowEnded(interaction=call.name, outcome="hung_up"), self._close(call, "completed"))
        elif roll < 0.9:
            self._voicemail(call)
        else:
            self._add(self._close(call, "switch_lost"))

    def _voicemail(self, call: _Call) -> None:
        task = _Call(self._id("i"), medium="voicemail")
        self.calls[task.name] = task
        arrived = ev.InteractionArrived(
            interaction=task.name, medium="voicemail", entry_point="1001", language="en", parent=call.name
        )
        taken = ev.VoicemailTaken(
            interaction=call.name, task=task.name, sound=f"{task.name}.wav", duration_ms=7_000, taken_at=self.now
        )
        queued = self._queued(task, "voicemail")
        ended = ev.FlowEnded(interaction=call.name, outcome="hung_up")
        self._add(arrived, taken, queued, ended, self._close(call, "completed"))

    def _move_waiting(self, call: _Call) -> None:
        free = [person for person in self.people.values() if person.free]
        roll = self.chance.random()
        if free and roll < 0.8:
            self._offer(call, self.chance.choice(free))
        elif roll < 0.9:
            gone = ev.Dequeued(interaction=call.name, queue=call.queue, outcome="abandoned")
            self._add(gone, self._close(call, "abandoned"))
        elif roll < 0.95:
            gone = ev.Dequeued(interaction=call.name, queue=call.queue, outcome="flow_out")
            self._add(gone, self._queued(call, "flow"))
        else:
            gone = ev.Dequeued(interaction=call.name, queue=call.queue, outcome="flow_out")
            self._add(gone, self._close(call, "completed"))

    def _offer(self, call: _Call, person: _Person) -> None:
        call.phase, call.offer, call.agent = "offered", self._id("o"), person.code
        person.offer = call.offer
        trace = ev.Trace(candidates=1, excluded=(ev.Excluded("busy", 2),))
        self._add(
            ev.OfferMade(
                offer=call.offer,
                interaction=call.name,
                agent=person.code,
                queue=call.queue,
                deadline=self.now + 15_000,
                trace=trace,
            )
        )

    def _move_offered(self, call: _Call) -> None:
        person = self.people[call.agent]
        person.offer = ""
        roll = self.chance.random()
        if roll < 0.7:
            call.phase, person.call, call.recording = "talking", call.name, call.recording or self._id("r")
            self._add(
                ev.OfferAccepted(offer=call.offer, interaction=call.name, agent=person.code),
                ev.Established(interaction=call.name, agent=person.code, queue=call.queue, leg=call.offer),
                ev.RecordingStarted(interaction=call.name, recording=call.recording),
            )
            return
        outcome = self.chance.choice(("refused", "expired", "withdrawn", "failed"))
        ended = ev.OfferEnded(offer=call.offer, interaction=call.name, agent=person.code, outcome=outcome)
        call.phase, call.agent = "waiting", ""
        if outcome == "withdrawn":
            gone = ev.Dequeued(interaction=call.name, queue=call.queue, outcome="abandoned")
            self._add(ended, gone, self._close(call, "abandoned"))
        else:
            person.mode = "NotReady"
            self._add(ended, ev.AgentNotReady(agent=person.code, reason="no_answer"))

    def _move_talk(self, call: _Call) -> None:
        roll = self.chance.random()
        if call.phase == "held":
            call.phase = "talking"
            self._add(ev.Retrieved(interaction=call.name, agent=call.agent))
        elif call.phase == "reattaching" and roll < 0.6:
            call.phase = "talking"
            self._add(
                ev.Established(
                    interaction=call.name, agent=call.agent, queue=call.queue, leg=self._id("l"), reattached=True
                )
            )
        elif call.phase == "reattaching":
            self._release(call, "reattach_failed")
        elif roll < 0.2:
            call.phase = "held"
            self._add(ev.Held(interaction=call.name, agent=call.agent))
        elif roll < 0.3:
            call.phase = "reattaching"
            self._add(
                ev.Reattaching(interaction=call.name, agent=call.agent, deadline=self.now + 15_000, leg=self._id("l"))
            )
        elif roll < 0.45:
            self._release(call, "transfer")
        else:
            self._release(call, self.chance.choice(("customer", "agent", "switch_lost")))

    def _release(self, call: _Call, cause: str) -> None:
        """End the agent's part: the interaction goes back to a queue or ends; mostly after-call work follows."""
        person, events = self.people[call.agent], list[ev.AnyEvent]()
        person.call, call.agent = "", ""
        after = ev.ConnectionCleared(interaction=call.name, agent=person.code, cause=cause)
        wrap = ev.WrapUpStarted(agent=person.code, interaction=call.name, queue=call.queue, deadline=self.now + 30_000)
        if cause in {"transfer", "reattach_failed"}:
            queued = self._queued(call, cause)
            if cause == "transfer":
                events.append(ev.Transferred(interaction=call.name, agent=person.code, to_queue=call.queue))
            events += [after, queued]
        else:
            events += [after, self._close(call, cause)]
        if self.chance.random() < 0.8 and call.name not in person.wraps:
            person.wraps = [*person.wraps, call.name]
            events.append(wrap)
        self._add(*events)
