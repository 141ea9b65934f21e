"""A dry run: walk a flow with made-up keys and answers, and see every step, without a call."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.flow import (
    AnyNode,
    Ask,
    Branch,
    Flow,
    Hours,
    LookUp,
    Menu,
    Part,
    Staffed,
    Voicemail,
)
from hollyhock.contracts.treatment import Treatment
from hollyhock.core.flows.semantics import after, treatment_of
from hollyhock.core.flows.steps import Again, End, Enqueue, Go, Step, TakeMessage
from hollyhock.core.hours import is_open

MOST_STEPS = 200
"""A walk is cut off here: a flow that goes on longer goes in a circle."""


class Inputs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the customer and the world do during the walk."""

    now: int
    """Epoch milliseconds, for calendars."""
    language: str = ""
    """Of the entry point; empty = the flow's first."""
    values: dict[str, str] = {}
    """Values there from the start, e.g. ``ani``."""
    keys: tuple[str, ...] = ()
    """What the customer presses at each menu and ask, in order; an empty text is silence. Silence when used up."""
    answers: dict[str, dict[str, str] | None] = {}
    """Connector to the values that it finds; a connector that is not named, or None, finds nothing."""
    staffed: dict[str, bool] = {}
    """Queue to whether somebody is logged in; yes for queues that are not named."""
    message: bool = True
    """Whether the customer leaves a message at a voicemail."""


class StepTaken(msgspec.Struct, frozen=True, kw_only=True):
    """One node that the walk passed."""

    node: str
    kind: str
    attempt: int
    heard: tuple[Part, ...]
    """What the customer hears."""
    values: dict[str, str]
    """Values that ``heard`` reads."""
    language: str
    outcome: str
    key: str = ""
    set: dict[str, str] = {}
    """Values attached on leaving."""
    then: str
    """``go NODE``, ``again REASON``, ``queue CODE``, ``end CAUSE``, ``message QUEUE`` or ``stopped``."""


def dry_run(flow: Flow, directory: Directory, inputs: Inputs) -> list[StepTaken]:
    """Return the steps of one walk, each decided by the same rules as a real call."""
    walk = _Walk(flow, directory, inputs)
    while walk.node and len(walk.steps) < MOST_STEPS:
        walk.step()
    return walk.steps


class _Walk:
    def __init__(self, flow: Flow, directory: Directory, inputs: Inputs) -> None:
        self.steps: list[StepTaken] = []
        self.node = flow.start
        self._flow, self._inputs = flow, inputs
        self._calendars = {calendar.code: calendar for calendar in directory.calendars}
        self._values = dict(inputs.values)
        self._language = inputs.language or flow.languages[0]
        self._attempt, self._because = 1, ""
        self._keys = list(inputs.keys)

    def step(self) -> None:
        node = self._flow.nodes[self.node]
        treatment = treatment_of(
            node,
            visit=len(self.steps) + 1,
            attempt=self._attempt,
            because=self._because,
            language=self._language,
            values={"language": self._language, **self._values},
        )
        outcome, key = self._happens(node, treatment)
        follows = after(node, outcome, key, self._attempt)
        found = self._found(node, outcome, key)
        self.steps.append(
            StepTaken(
                node=self.node,
                kind=str(type(node).__struct_config__.tag),
                attempt=self._attempt,
                heard=treatment.parts if treatment else (),
                values=treatment.values if treatment else {},
                language=self._language,
                outcome=outcome,
                key=key,
                set={**found, **getattr(follows, "set", {})},
                then=_then(follows),
            )
        )
        self._take(follows, found)

    def _happens(self, node: AnyNode, treatment: Treatment | None) -> tuple[str, str]:
        match node:
            case Menu() | Ask():
                return self._pressed(node)
            case Branch():
                return {"language": self._language, **self._values}.get(node.on, ""), ""
            case Hours():
                calendar = self._calendars.get(node.calendar)
                return "open" if calendar is None or is_open(calendar, self._inputs.now) else "closed", ""
            case Staffed():
                return "yes" if self._inputs.staffed.get(node.queue, True) else "no", ""
            case LookUp():
                return "unknown" if self._inputs.answers.get(node.connector) is None else "found", ""
            case Voicemail():
                return "recorded" if self._inputs.message else "failed", ""
            case _:
                return "played" if treatment else "", ""

    def _pressed(self, node: Menu | Ask) -> tuple[str, str]:
        keys = self._keys.pop(0) if self._keys else ""
        if isinstance(node, Ask):
            keys = (keys.split(node.terminator)[0] if node.terminator else keys)[: node.max_digits]
            if 0 < len(keys) < node.min_digits:
                return "invalid", keys
        return ("digits", keys) if keys else ("no_input", "")

    def _found(self, node: AnyNode, outcome: str, key: str) -> dict[str, str]:
        if isinstance(node, LookUp):
            return dict(self._inputs.answers.get(node.connector) or {})
        if isinstance(node, Ask) and node.secret and outcome == "digits":
            return {node.into: key}
        return {}

    def _take(self, follows: Step, found: Mapping[str, str]) -> None:
        self._values.update(found)
        match follows:
            case Go():
                self._values.update(follows.set)
                self._language = follows.set.get("language", self._language)
                self._enter(follows.node)
            case Again():
                self._attempt, self._because = self._attempt + 1, follows.because
            case TakeMessage():
                self._enter(follows.next)
            case Enqueue() | End():
                self.node = ""

    def _enter(self, node: str) -> None:
        self.node, self._attempt, self._because = node, 1, ""


def _then(follows: Step) -> str:
    match follows:
        case Go():
            return f"go {follows.node}"
        case Again():
            return f"again {follows.because}"
        case Enqueue():
            return f"queue {follows.queue}"
        case TakeMessage():
            return f"message {follows.queue}"
        case End():
            return f"end {follows.cause}"
