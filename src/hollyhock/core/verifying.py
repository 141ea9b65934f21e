"""Decides stored commands again and compares: what a journal says happened is what this core decides."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.commands import Envelope
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.events import AnyEvent, DataAttached, Event, InteractionArrived, OwnershipClaimed, WrapUpNoted
from hollyhock.contracts.journal import Entry, Snapshot
from hollyhock.core.apply.fold import fold
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.core.version import CORE


class Divergence(msgspec.Struct, frozen=True, kw_only=True):
    """Where a journal and the core part."""

    seq: int
    what: str
    """The command's type, ``sequence``, ``snapshot`` or ``records``."""
    stored: tuple[str, ...] = ()
    """The events of the journal that were not decided again, as JSON."""
    decided: tuple[str, ...] = ()
    """The events decided now that the journal does not have."""


class Verifier:
    """Takes entries in order; ``decided`` and ``folded`` say how many were decided again and how many only folded."""

    def __init__(self, scope: str) -> None:
        """Begin before the first entry."""
        self.state = State()
        self.state.data.scope = scope
        self.decided = self.folded = 0
        self._ours = False
        self._before: Entry | None = None

    def take(self, entry: Entry) -> Divergence | None:
        """Decide an entry's command again; what another version of the core decided is only folded."""
        before, self._before = self._before, entry
        if before is not None and (entry.seq != before.seq + 1 or entry.at < before.at or entry.epoch < before.epoch):
            stored = tuple(f"entry {one.seq} of epoch {one.epoch} at {one.at}" for one in (before, entry))
            return Divergence(seq=entry.seq, what="sequence", stored=stored)
        for event in entry.events:
            if isinstance(event, OwnershipClaimed):
                self._ours = event.core == CORE
        if not self._ours:
            self.folded += 1
            fold(self.state, entry)
            return None
        self.decided += 1
        try:
            events = decide(self.state, envelope_of(entry), entry.at)
        except HollyhockError as refusal:
            return _divergence(entry, (), refusal=type(refusal).__name__)
        return None if events == entry.events else _divergence(entry, events)

    def compare(self, snapshot: Snapshot) -> Divergence | None:
        """Compare the state reached with a snapshot taken at the same entry; one of another version says nothing."""
        try:
            kept = State.restore(snapshot.body)
        except msgspec.DecodeError:
            return None
        # The clock also moves with commands that decide nothing, and those are not in the journal.
        kept.data.now = self.state.data.now
        return None if kept.dump() == self.state.dump() else Divergence(seq=snapshot.seq, what="snapshot")


def envelope_of(entry: Entry) -> Envelope:
    """Return the envelope that led to an entry; personal values, kept elsewhere, are known by name alone."""
    names: tuple[str, ...] = ()
    for event in entry.events:
        if isinstance(event, InteractionArrived) and event.parent:
            continue  # What was made of a call has the call's values; they did not come with the command.
        if isinstance(event, InteractionArrived | DataAttached):
            names = event.personal
            break
        if isinstance(event, WrapUpNoted):
            names = ("note",) if event.noted else ()
            break
    return Envelope(id=entry.id, actor=entry.actor, command=entry.command, personal=dict.fromkeys(names, ""))


def _divergence(entry: Entry, events: tuple[AnyEvent, ...], refusal: str = "") -> Divergence:
    stored, decided = [_shown(event) for event in entry.events], [_shown(event) for event in events]
    same = 0
    while same < min(len(stored), len(decided)) and stored[same] == decided[same]:
        same += 1
    return Divergence(
        seq=entry.seq,
        what=type(entry.command).__name__,
        stored=tuple(stored[same:]),
        decided=(refusal,) if refusal else tuple(decided[same:]),
    )


def _shown(event: Event) -> str:
    return msgspec.json.encode(event).decode()
