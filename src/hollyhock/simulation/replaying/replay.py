"""One replay: the recorded commands in their order, and for those whose course is another one what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from random import Random

import msgspec

from hollyhock.contracts import commands as c
from hollyhock.contracts import events as ev
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.journal import Entry
from hollyhock.core.apply.fold import apply
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.core.verifying import envelope_of
from hollyhock.simulation.replaying.seen import Window, leg_of, mark_of

Change = Callable[[Directory], Directory]
_ABOUT_ONE = (
    c.LegUp
    | c.LegGone
    | c.AcceptOffer
    | c.RefuseOffer
    | c.HoldCall
    | c.RetrieveCall
    | c.TransferCall
    | c.ClearConnection
    | c.CustomerLeft
    | c.NoteWrapUp
    | c.ExtendWrapUp
    | c.FinishWrapUp
    | c.DropCallback
)
"""Commands that an interaction's own course led to; on another course they would not have been given."""


class Replay:
    """Runs a window of the journal again from the state at its beginning."""

    def __init__(self, state: State, entries: Sequence[Entry], window: Window, seed: str = "") -> None:
        """Take the state before the first of the entries; it is changed."""
        self.state, self.window = state, window
        self.made: list[Entry] = []
        """What was decided, as a journal."""
        self.imputed: set[str] = set()
        """Interactions for which something was drawn that nobody has seen."""
        self.same = True
        """So far every decision was the recorded one."""
        self._entries = entries
        self._chance = Random(f"replay {seed}")  # noqa: S311 - a replay is to be repeatable
        self._heap: list[tuple[int, int, c.AnyCommand]] = []
        self._met: dict[str, int] = {}
        """Interaction to how many marks it has met, while they were the recorded ones."""
        self._off: set[str] = set()
        """Interactions on another course."""
        self._legs: dict[str, str] = {}
        """Recorded id of a leg to the one given now."""
        self._given: dict[str, int] = {}
        self._seen_until: dict[str, int] = {}
        """Who waits with a patience that was drawn, to the moment up to which they were seen to have it."""
        self._count = 0
        self._now = state.data.now

    def change(self, change: Change) -> None:
        """Let other rules hold from the beginning."""
        data = self.state.data
        skills = {agent.code: agent.skills for agent in data.agents.values() if agent.skills is not None}
        apply(self.state, ev.DirectoryPublished(directory=change(data.directory)), data.now)
        for code, levels in skills.items():
            apply(self.state, ev.SkillsChanged(agent=code, skills=levels), data.now)

    def run(self, change: Change | None = None) -> None:
        """Run to the end of the window."""
        for entry in self._entries:
            self._until(entry.at)
            command = entry.command
            if change is not None and isinstance(command, c.PublishDirectory):
                command = c.PublishDirectory(directory=change(command.directory))
            if isinstance(command, _ABOUT_ONE) and not self._still(self._subject(command), entry.seq):
                continue
            made = self._give(msgspec.structs.replace(envelope_of(entry), command=self._here(command)), entry.at)
            self.same = self.same and made == entry.events
        for name in list(self._seen_until):
            self._waited(name, self._now)

    # --- other courses ------------------------------------------------------------------------------------------------

    def _until(self, moment: int) -> None:
        """Do what follows from other courses, and once anything differs also what deadlines ask for."""
        while True:
            due = self.state.next_due() if not self.same else None
            first = self._heap[0][0] if self._heap else None
            if due is not None and due < moment and (first is None or due <= first):
                self._give(c.Envelope(id="", actor="timer", command=c.Tick()), due)
            elif first is not None and first < moment:
                at, _, command = heappop(self._heap)
                self._give(c.Envelope(id="", actor="replay", command=command), at)
            else:
                return

    def _still(self, name: str, number: int) -> bool:
        """Tell whether an interaction is on its recorded course when a recorded command for it comes."""
        if name in self._off:
            return False
        seen = self.window.of.get(name)
        expected = sum(other < number for other in seen.numbers) if seen else 0
        if self._met.get(name, 0) != expected:
            self._leave_course(name)
            return False
        return True

    def _leave_course(self, name: str) -> None:
        """Let an interaction go on by itself from where it is."""
        self._off.add(name)
        self.same = False
        it = self.state.interaction(name)
        if it is None:
            return
        if it.phase == "waiting":
            self._gives_up(name, it.entered)
        for offer in it.offers:
            self._answers(name, offer)
        if it.phase in ("connected", "held"):
            self._hangs_up(name, it.established)
        for agent in it.wrappers:
            wrap = self.state.agent(agent).wraps[name]
            self._finishes(name, agent, wrap.since)

    def _react(self, event: ev.Event, at: int) -> None:
        name = getattr(event, "interaction", "")
        if not name:
            return
        self._note_leg(name, event)
        if isinstance(event, ev.OfferAccepted | ev.Dequeued):
            self._waited(name, at)
        if name in self._off and isinstance(event, ev.CallbackTaken | ev.CustomerDialled):
            self._reaches(name, event.leg, at)
        if (mark := mark_of(event, at)) is None:
            return
        if name not in self._off:
            seen, met = self.window.of.get(name), self._met.get(name, 0)
            if seen is not None and met < len(seen.marks) and seen.marks[met] == mark:
                self._met[name] = met + 1
                return
            self._leave_course(name)
            return
        match event:
            case ev.Queued():
                self._gives_up(name, at)
            case ev.OfferMade():
                self._answers(name, event.offer)
            case ev.Established():
                self._hangs_up(name, at)
            case ev.WrapUpStarted():
                self._finishes(name, event.agent, at)
            case _:
                pass

    def _gives_up(self, name: str, joined: int) -> None:
        past, it = self.window.past.get(name), self.state.interaction(name)
        if it is None:
            return
        if past is not None and past.outcome == "abandoned" and past.wait_ms is not None:
            patience = past.wait_ms
        else:
            seen_ms = past.wait_ms if past is not None and past.wait_ms is not None else 0
            patience = self.window.draw_patience_ms(it.queue, seen_ms, self._chance)
            self._seen_until[name] = joined + seen_ms
        self._at(joined + patience, c.CustomerLeft(interaction=name))

    def _waited(self, name: str, until: int) -> None:
        """Note that somebody waited up to a moment: with a patience that was drawn, if that is longer than was seen."""
        if until > self._seen_until.pop(name, until):
            self.imputed.add(name)

    def _answers(self, name: str, offer: str) -> None:
        it, seen = self.state.interaction(name), self.window.of.get(name)
        if it is None:
            return
        ring = seen.ring_ms if seen is not None and seen.ring_ms is not None else self.window.usual_ring_ms
        made = self.state.data.offers[offer]
        if it.is_call:
            self._at(made.made + ring, c.LegUp(interaction=name, leg=offer))
        else:
            self._at(made.made + ring, c.AcceptOffer(agent=made.agent, offer=offer))

    def _reaches(self, name: str, leg: str, since: int) -> None:
        """Let an agent's softphone, and then the customer who is called back, answer: how soon nobody has seen."""
        self.imputed.add(name)
        self._at(since + self.window.usual_ring_ms, c.LegUp(interaction=name, leg=leg))

    def _hangs_up(self, name: str, since: int) -> None:
        it = self.state.interaction(name)
        if it is not None:
            command = c.ClearConnection(agent=it.agent, interaction=name)
            self._at(since + self._part(name, it.queue, "talk"), command)

    def _finishes(self, name: str, agent: str, since: int) -> None:
        it = self.state.interaction(name)
        if it is not None:
            queue = self.state.agent(agent).wraps[name].queue
            self._at(since + self._part(name, queue, "wrap"), c.FinishWrapUp(agent=agent, interaction=name))

    def _part(self, name: str, queue: str, part: str) -> int:
        past = self.window.past.get(name)
        value = getattr(past, f"{part}_ms") if past is not None else None
        if value is None:
            self.imputed.add(name)
            so_far = getattr(past, f"{part}_so_far_ms") if past is not None else None
            value = self.window.draw_ms(queue, part, so_far or 0, self._chance)
        return int(value)

    # --- small things -------------------------------------------------------------------------------------------------

    def _at(self, moment: int, command: c.AnyCommand) -> None:
        self._count += 1
        heappush(self._heap, (max(moment, self._now), self._count, command))

    def _give(self, envelope: c.Envelope, at: int) -> tuple[ev.AnyEvent, ...]:
        self._now = max(self._now, at)
        if envelope.actor == "replay" and isinstance(envelope.command, c.CustomerLeft):
            it = self.state.interaction(envelope.command.interaction)
            if it is None or it.phase != "waiting":
                return ()  # Somebody answered in time.
        try:
            made = decide(self.state, envelope, self._now)
        except HollyhockError:
            return ()
        if made:
            number = len(self.made) + 1
            at = self.state.data.now
            self.made.append(
                Entry(
                    seq=number, epoch=1, at=at, id=f"c{number}", actor="replay", command=envelope.command, events=made
                )
            )
        for event in made:
            self._react(event, self.state.data.now)
        return made

    def _note_leg(self, name: str, event: ev.Event) -> None:
        if not (leg := leg_of(event)):
            return
        place = self._given.get(name, 0)
        self._given[name] = place + 1
        seen = self.window.of.get(name)
        if seen is not None and place < len(seen.legs):
            self._legs[seen.legs[place]] = leg

    def _here(self, command: c.AnyCommand) -> c.AnyCommand:
        """Return a command with the ids of legs as they were given now."""
        if isinstance(command, c.LegUp | c.LegGone):
            return msgspec.structs.replace(command, leg=self._legs.get(command.leg, command.leg))
        if isinstance(command, c.AcceptOffer | c.RefuseOffer):
            return msgspec.structs.replace(command, offer=self._legs.get(command.offer, command.offer))
        return command

    def _subject(self, command: c.AnyCommand) -> str:
        if isinstance(command, c.AcceptOffer | c.RefuseOffer):
            standing = self.state.data.offers.get(self._legs.get(command.offer, command.offer))
            return standing.interaction if standing is not None else ""
        return str(getattr(command, "interaction", ""))
