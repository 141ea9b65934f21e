"""What follows a node: the answers that ``semantics.after`` gives."""

from __future__ import annotations

import msgspec


class Go(msgspec.Struct, frozen=True, kw_only=True):
    """Enter another node, after attaching plain values."""

    node: str
    set: dict[str, str] = {}


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """Enter the same node once more, one attempt further."""

    because: str
    """``no_match`` or ``no_input``."""


class Enqueue(msgspec.Struct, frozen=True, kw_only=True):
    """Put the interaction into a queue, after attaching plain values; the flow ends."""

    queue: str
    priority: int | None = None
    """None = the queue's own."""
    set: dict[str, str] = {}
    callback: str = ""
    """Key with which the waiting caller may choose to be called back."""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """Close the interaction with this cause."""

    cause: str


class TakeMessage(msgspec.Struct, frozen=True, kw_only=True):
    """Make a work item of the recorded message in ``queue``, then enter ``next``."""

    queue: str
    next: str


Step = Go | Again | Enqueue | End | TakeMessage
"""Everything that can follow a node."""
