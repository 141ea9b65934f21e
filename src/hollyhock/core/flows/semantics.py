"""What each kind of node means: the one place that knows. Engine, dry run and simulator all ask here.

A node that has a treatment waits for a channel, which reports one of the outcomes of ``StepDone``. The others are
decided at once by whoever runs the flow, who passes to ``after`` as the outcome:

- ``branch``: the plain value named by ``on``, empty when it is not set
- ``hours``: ``open`` or ``closed``
- ``staffed``: ``yes`` or ``no``
- ``look_up``: ``found`` or ``unknown``, once the connector has answered or the budget is used up
- ``queue``, and ``hang_up`` without words: anything
"""

from __future__ import annotations

from collections.abc import Mapping

from hollyhock.contracts.flow import (
    AnyNode,
    Ask,
    Branch,
    HangUp,
    Hours,
    LookUp,
    Menu,
    Part,
    Say,
    Staffed,
    ToQueue,
    Voicemail,
)
from hollyhock.contracts.treatment import Gather, Treatment
from hollyhock.core.flows.steps import Again, End, Enqueue, Go, Step, TakeMessage


def treatment_of(
    node: AnyNode, *, visit: int, attempt: int, because: str, language: str, values: Mapping[str, str]
) -> Treatment | None:
    """Return what the customer hears at a node; None for a node that needs no channel.

    ``because`` says why a menu or ask is said again (``no_match``, ``no_input``, empty on the first attempt).
    ``values`` holds plain and personal values; the treatment carries only those that its parts read. A part whose value
    is not there is left out: "Hello" is better than no greeting.
    """
    match node:
        case Say():
            return _treatment("say", node.say, visit, language, values)
        case Menu():
            gather = Gather(min_digits=1, max_digits=1, timeout_ms=_ms(node.timeout_s))
            return _treatment("gather", _said(node, attempt, because), visit, language, values, gather=gather)
        case Ask():
            gather = Gather(
                min_digits=node.min_digits,
                max_digits=node.max_digits,
                terminator=node.terminator,
                timeout_ms=_ms(node.timeout_s),
                into=node.into if node.secret else "",
            )
            return _treatment("gather", _said(node, attempt, because), visit, language, values, gather=gather)
        case Voicemail():
            return _treatment("voicemail", node.say, visit, language, values, max_ms=node.max_s * 1000)
        case HangUp():
            return _treatment("say", node.say, visit, language, values) if node.say else None
        case _:
            return None


def after(node: AnyNode, outcome: str, digits: str, attempt: int) -> Step:
    """Return what follows an outcome at a node. Total: an outcome that makes no sense here takes the way of a failure.

    ``digits`` are a menu's key or an ask's plain digits; secret digits never come here. ``attempt`` counts from 1.
    A sound that fails to play never holds a customer up: a ``say`` goes on, a menu or ask takes its ``failed`` way.
    """
    match node:
        case Say():
            return Go(node=node.next)
        case Menu():
            return _after_menu(node, outcome, digits, attempt)
        case Ask():
            return _after_ask(node, outcome, digits, attempt)
        case Branch():
            return Go(node=node.cases.get(outcome, node.default))
        case LookUp():
            return Go(node=node.found if outcome == "found" else node.unknown)
        case Hours():
            return Go(node=node.open if outcome == "open" else node.closed)
        case Staffed():
            return Go(node=node.yes if outcome == "yes" else node.no)
        case ToQueue():
            return Enqueue(queue=node.queue, priority=node.priority, set=node.set, callback=node.callback)
        case Voicemail():
            if outcome == "recorded":
                return TakeMessage(queue=node.queue, next=node.next)
            return Go(node=node.next)
        case HangUp():
            return End(cause=node.cause)


def _after_menu(node: Menu, outcome: str, digits: str, attempt: int) -> Step:
    if outcome == "digits" and digits in node.choices:
        choice = node.choices[digits]
        return Go(node=choice.next, set=choice.set)
    return _once_more(node, outcome, attempt)


def _after_ask(node: Ask, outcome: str, digits: str, attempt: int) -> Step:
    if outcome == "digits" and node.secret:
        return Go(node=node.next)
    if outcome == "digits" and node.min_digits <= len(digits) <= node.max_digits:
        return Go(node=node.next, set={node.into: digits})
    return _once_more(node, outcome, attempt)


def _once_more(node: Menu | Ask, outcome: str, attempt: int) -> Step:
    if outcome == "failed" or attempt >= node.tries:
        return Go(node=node.failed)
    return Again(because="no_match" if outcome in {"digits", "invalid"} else "no_input")


def _said(node: Menu | Ask, attempt: int, because: str) -> tuple[Part, ...]:
    if attempt <= 1:
        return node.say
    before = {"no_match": node.no_match, "no_input": node.no_input}
    return before.get(because, ()) + node.say


def _treatment(
    kind: str,
    parts: tuple[Part, ...],
    visit: int,
    language: str,
    values: Mapping[str, str],
    *,
    gather: Gather | None = None,
    max_ms: int = 0,
) -> Treatment:
    kept = tuple(part for part in parts if part.value is None or values.get(part.value))
    read = {part.value: values[part.value] for part in kept if part.value is not None}
    return Treatment(visit=visit, kind=kind, language=language, parts=kept, values=read, gather=gather, max_ms=max_ms)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
