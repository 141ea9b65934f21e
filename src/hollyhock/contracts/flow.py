"""Flows: a versioned graph of nodes, spoken or written, run by one interpreter for voice and chat."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of what is said: a prompt by code, or the read-back of a value. Exactly one of the two is set."""

    prompt: str | None = None
    """Code of a prompt, which must exist in each of the flow's languages."""
    read: str | None = None
    """How to read ``value``: ``number``, ``amount`` (integer fen/cents), ``date`` (ISO), ``digits``, ``text``."""
    value: str | None = None
    """Name of an attached value, plain or personal."""


class Node(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, kw_only=True):
    """What all nodes have; a node's name is its key in the flow."""


class Say(Node, frozen=True, kw_only=True, tag="say"):
    """Play parts, then go on."""

    say: tuple[Part, ...]
    next: str


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a menu."""

    next: str
    set: dict[str, str] = {}
    """Values attached when the choice is taken, e.g. ``{"language": "en"}``."""


class Menu(Node, frozen=True, kw_only=True, tag="menu"):
    """Play parts, take one key."""

    say: tuple[Part, ...]
    choices: dict[str, Choice]
    """Key (``0``-``9``, ``*``, ``#``) to what follows."""
    tries: int = 3
    timeout_s: float = 5.0
    no_match: tuple[Part, ...] = ()
    """Said after a wrong key, before the menu is said again."""
    no_input: tuple[Part, ...] = ()
    """Said after silence, before the menu is said again."""
    failed: str
    """Next node after ``tries`` wrong or missing keys."""


class Ask(Node, frozen=True, kw_only=True, tag="ask"):
    """Play parts, take several digits into a value."""

    say: tuple[Part, ...]
    into: str
    min_digits: int = 1
    max_digits: int = 20
    terminator: str = "#"
    secret: bool = True
    """Secret digits live only in the personal side table; others are plain values."""
    tries: int = 3
    timeout_s: float = 5.0
    no_match: tuple[Part, ...] = ()
    no_input: tuple[Part, ...] = ()
    next: str
    failed: str


class Branch(Node, frozen=True, kw_only=True, tag="branch"):
    """Choose by an attached plain value."""

    on: str
    cases: dict[str, str]
    default: str


class LookUp(Node, frozen=True, kw_only=True, tag="look_up"):
    """Ask a connector within a time budget; a late answer is attached all the same."""

    connector: str
    """``customer`` (by ANI or number) or the code of a configured connector, e.g. ``billing``."""
    ask: dict[str, str] = {}
    """Connector parameter to attached value name, e.g. ``{"number": "ani"}``."""
    budget_ms: int = 300
    found: str
    unknown: str
    """Next node for no answer in time, no such record, or a failing connector."""


class Hours(Node, frozen=True, kw_only=True, tag="hours"):
    """Choose by a calendar."""

    calendar: str
    open: str
    closed: str


class Staffed(Node, frozen=True, kw_only=True, tag="staffed"):
    """Choose by whether somebody who can serve the queue is logged in."""

    queue: str
    yes: str
    no: str


class ToQueue(Node, frozen=True, kw_only=True, tag="queue"):
    """Put the interaction into a queue; the flow ends here."""

    queue: str
    priority: int | None = None
    set: dict[str, str] = {}
    callback: str = ""
    """Key with which a waiting caller keeps the place and is called back (``0``-``9``); empty = not offered."""


class Voicemail(Node, frozen=True, kw_only=True, tag="voicemail"):
    """Take a message, which becomes a work item in ``queue``."""

    say: tuple[Part, ...]
    queue: str
    max_s: int = 120
    next: str


class HangUp(Node, frozen=True, kw_only=True, tag="hang_up"):
    """Say something and end the interaction."""

    say: tuple[Part, ...] = ()
    cause: str = "completed"


AnyNode = Say | Menu | Ask | Branch | LookUp | Hours | Staffed | ToQueue | Voicemail | HangUp
"""Every kind of node; each ``kind`` is the YAML word."""


class Flow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A published flow."""

    code: str
    version: int = 1
    languages: tuple[str, ...]
    start: str
    nodes: dict[str, AnyNode]
    standby: tuple[Part, ...] = ()
    """What a caller hears from the standby extension while the engine is away; prompts only."""
