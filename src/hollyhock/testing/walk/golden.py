"""Writes a golden journal: ``python -m hollyhock.testing.walk.golden FILE.jsonl``, once for each version of the core.

Beside it stands what the state was in the end. Later releases must come to the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from hollyhock.adapters.journal.codec import body_of
from hollyhock.contracts import commands as c
from hollyhock.core.state import State
from hollyhock.core.version import CORE
from hollyhock.testing.walk.steps import Steps
from hollyhock.testing.walk.walk import Walk

_LENGTH = 400


class Ends(msgspec.Struct):
    """What a journal must fold to."""

    agents: dict[str, str]
    """Agent to state."""
    interactions: dict[str, tuple[str, str, str]]
    """Interaction to phase, queue and agent."""
    offers: list[str]


def ends_of(state: State) -> Ends:
    """Return what a state is compared by."""
    return Ends(
        agents={agent.code: agent.state for agent in state.data.agents.values()},
        interactions={it.id: (it.phase, it.queue, it.agent) for it in state.data.interactions.values()},
        offers=sorted(state.data.offers),
    )


def main() -> None:
    """Write the journal and its end."""
    path, steps, walk = Path(sys.argv[1]), Steps(f"golden core {CORE}"), Walk()
    for command in (c.ClaimOwnership(epoch=1, owner="golden", core=CORE), *steps.begin()):
        walk.step(walk.now, command)
    for _ in range(_LENGTH):
        pause, command = steps.next(walk.state)
        moment = walk.now + pause
        while (due := walk.state.next_due()) is not None and due <= moment:
            walk.step(max(due, walk.now), c.Tick())
        walk.step(moment, command)
    path.write_text("".join(f"{body_of(entry)}\n" for entry in walk.entries), encoding="utf-8")
    path.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(ends_of(walk.state))) + b"\n")


if __name__ == "__main__":
    main()
