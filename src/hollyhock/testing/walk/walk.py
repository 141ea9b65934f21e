"""Walks, and the shortest walk that breaks the same law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from hollyhock.contracts import commands as c
from hollyhock.contracts.errors import HollyhockError
from hollyhock.contracts.journal import Entry
from hollyhock.core.apply.fold import fold
from hollyhock.core.machine import decide
from hollyhock.core.state import State
from hollyhock.core.verifying import Verifier
from hollyhock.core.version import CORE
from hollyhock.testing.walk.laws import Broken, Laws
from hollyhock.testing.walk.order import out_of_order
from hollyhock.testing.walk.steps import Steps

START_MS = 1_800_000_000_000
LENGTH = 2_000
"""Steps of one walk."""
_REST = 10
"""Steps between two looks at the whole state."""
_COPY = 150
"""Steps between two snapshots, each taken in slices during the steps that follow."""

Step = tuple[int, c.AnyCommand]
"""Moment and command."""


class Failure(NamedTuple):
    """A broken law with the shortest walk found that breaks it."""

    seed: str
    law: str
    steps: list[Step]

    def __str__(self) -> str:
        """Return the walk, one step a line."""
        lines = [f"{at - START_MS:>9} {msgspec.json.encode(command).decode()}" for at, command in self.steps]
        return "\n".join([f"seed {self.seed}: {self.law}", *lines])


class Walk:
    """One centre, one clock, one journal."""

    def __init__(self, rest: int = _REST) -> None:
        """Begin; ``rest``: steps between two looks at the whole state."""
        self._rest = rest
        self.state, self.laws, self.now = State(), Laws(), START_MS
        self.state.data.scope = "w.main"
        self.entries: list[Entry] = []
        self.middle: tuple[int, bytes] = (0, b"")
        """Entries so far and snapshot, taken half-way."""
        self._steps = 0
        self._at_once = b""
        """What the snapshot under way must come to."""

    def step(self, at: int, command: c.AnyCommand) -> None:
        """Take one step; raise ``Broken``."""
        self.now = max(self.now, at)
        self._steps += 1
        self._copy()
        try:
            events = decide(self.state, self._envelope(command), self.now)
        except HollyhockError:
            return
        self.laws.decided(self.state, events)
        if self._steps % self._rest == 0:
            self.laws.at_rest(self.state)
        if isinstance(command, c.PublishDirectory) and out_of_order(self.state):
            raise Broken("what a directory changes is placed as if all were placed anew")
        self.state.index.forget_touched()
        if events:
            number = len(self.entries) + 1
            at = self.state.data.now
            self.entries.append(
                Entry(seq=number, epoch=1, at=at, id=f"c{number}", actor="walk", command=command, events=events)
            )

    def _copy(self) -> None:
        """Go on with the snapshot under way, or begin one."""
        copy = self.state.copy
        if copy is not None and copy.step(1):
            self.state.end_copy()
            if not copy.whole or b"".join(copy.parts) != self._at_once:
                raise Broken("a snapshot taken in slices is what it was when it began")
        elif copy is None and self._steps % _COPY == 0:
            self._at_once = self.state.dump()
            self.state.begin_copy()

    def _envelope(self, command: c.AnyCommand) -> c.Envelope:
        # Whose customer is known called with a number.
        known = isinstance(command, c.Arrive) and command.customer
        personal = {"ani": "1"} if known else {}
        return c.Envelope(id=f"c{self._steps}", actor="walk", command=command, personal=personal)

    def half_way(self) -> None:
        """Keep a snapshot."""
        self.middle = len(self.entries), self.state.dump()

    def finish(self) -> None:
        """Check that recovery and verification come to the same state; raise ``Broken``."""
        self.laws.at_rest(self.state)
        verifier, (seen, body) = Verifier("w.main"), self.middle
        recovered = State.restore(body) if body else State()
        recovered.data.scope = "w.main"
        for entry in self.entries:
            if verifier.take(entry) is not None:
                raise Broken(f"entry {entry.seq} is decided otherwise when it is decided again")
            if entry.seq > seen:
                fold(recovered, entry)
        # The clock also moves with commands that decide nothing.
        recovered.data.now = verifier.state.data.now = self.state.data.now
        if not recovered.dump() == verifier.state.dump() == self.state.dump():
            raise Broken("snapshot and tail, or the whole journal, come to another state")


def walk(seed: str, length: int = LENGTH) -> Failure | None:
    """Walk from a seed; return the failure, made as short as can be, or None."""
    steps, taken, one = Steps(seed), list[Step](), Walk()
    try:
        for command in (c.ClaimOwnership(epoch=1, owner="walk", core=CORE), *steps.begin()):
            taken.append((one.now, command))
            one.step(*taken[-1])
        for number in range(length):
            pause, command = steps.next(one.state)
            at = one.now + pause
            _due(one, at, taken)
            taken.append((at, command))
            one.step(*taken[-1])
            if number == length // 2:
                one.half_way()
        one.finish()
    except Exception as error:  # noqa: BLE001 - whatever is raised, the shortest walk to it is wanted
        return Failure(seed, _law(error), shrink(taken, _law(error)))
    return None


def _due(one: Walk, until: int, taken: list[Step]) -> None:
    """Let deadlines come when they are due."""
    while (due := one.state.next_due()) is not None and due <= until:
        taken.append((max(due, one.now), c.Tick()))
        one.step(*taken[-1])


def shrink(steps: Sequence[Step], law: str) -> list[Step]:
    """Return steps that break the same law, of which no stretch can be left out (or not within ``_TRIES`` tries)."""
    broken, end = _breaks(steps)
    found = list(steps[:end]) if broken == law else list(steps)
    tries, before = 0, len(found) + 1
    # What is left out changes the ids of later offers, so that earlier steps can often go once later ones have gone.
    while len(found) < before and tries < _TRIES:
        before, size = len(found), len(found) // 2
        while size and tries < _TRIES:
            start = len(found) - size
            while start > -size and tries < _TRIES:
                tries += 1
                shorter = found[: max(start, 0)] + found[start + size :]
                if _breaks(shorter)[0] == law:
                    found = shorter
                start -= size
            size //= 2
    return found


_TRIES = 4_000


def _breaks(steps: Sequence[Step]) -> tuple[str, int]:
    """Return the law that steps break, looked at after each one, and how many it takes."""
    one, taken = Walk(rest=1), 0
    try:
        for at, command in steps:
            taken += 1
            one.step(at, command)
        one.finish()
    except Exception as error:  # noqa: BLE001 - the same as in the walk
        return _law(error), taken
    return "", taken


def _law(error: Exception) -> str:
    return str(error) if isinstance(error, Broken) else type(error).__name__
