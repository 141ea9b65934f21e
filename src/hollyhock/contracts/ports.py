"""Ports: what the inside needs from the outside, as protocols. Adapters implement them; testing ships fakes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol

from hollyhock.contracts.commands import Envelope
from hollyhock.contracts.directory import Directory, Trunk
from hollyhock.contracts.flow import Part
from hollyhock.contracts.journal import Entry, Personal, Snapshot
from hollyhock.contracts.switch import SILENT, AnySwitchEvent, PageWords, SwitchSnapshot
from hollyhock.contracts.treatment import LookUpWanted, Wanted


class Clock(Protocol):
    """The time, and being woken at a time."""

    def now(self) -> int:
        """Return epoch milliseconds, never smaller than before."""

    async def wait_until(self, moment: int) -> None:
        """Return once ``now() >= moment``."""


class IdSource(Protocol):
    """Makes ids of one scope."""

    def new(self, kind: str) -> str:
        """Return a fresh id; ``kind`` as in ``ids.make_id``."""


class Journal(Protocol):
    """The ordered, durable record of one domain. All methods may raise the four ``Journal*`` errors."""

    async def open(self) -> None:
        """Make or migrate the schema; safe to repeat."""

    async def close(self) -> None:
        """Release files and connections."""

    async def last(self) -> tuple[int, int]:
        """Return (last sequence number, highest epoch); (0, 0) when empty."""

    async def append(self, entries: Sequence[Entry]) -> None:
        """Make the batch durable in one transaction (one fsync).

        Raises ``JournalConflict`` when the first number does not follow the last or a higher epoch has written.
        """

    async def read(self, after: int, limit: int = 1000) -> list[Entry]:
        """Return up to ``limit`` entries with numbers above ``after``, in order, in one short transaction."""

    async def personal(self, interactions: Iterable[str]) -> list[Personal]:
        """Return the personal values kept for these interactions."""

    async def erase(self, interaction: str) -> None:
        """Delete the personal values of an interaction for good."""

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; older ones may be dropped."""

    async def load_snapshot(self) -> Snapshot | None:
        """Return the newest snapshot."""


class Reserve(Protocol):
    """A preallocated file that takes facts while the journal is full. Synchronous: it is small and rarely used."""

    def write(self, entries: Sequence[Entry]) -> None:
        """Make entries durable here; raise ``JournalFull`` when even the reserve is used up."""

    def read(self) -> list[Entry]:
        """Return what is kept, in order; a torn last record is left out."""

    def clear(self) -> None:
        """Forget everything after it has been appended to the journal."""


class Ownership(Protocol):
    """Says who may try to own a domain."""

    async def acquire(self) -> bool:
        """Take the lock if it is free; False when another living owner has it."""

    async def wait(self) -> None:
        """Return when the lock has been taken; used by a stand-by engine."""

    async def release(self) -> None:
        """Give it up."""


Handler = Callable[[bytes], Awaitable[bytes | None]]
"""Takes a message; returns the answer to a request or None."""


class Bus(Protocol):
    """Carries messages; owns nothing. Subjects are dotted words; ``*`` and ``>`` match as in NATS."""

    async def connect(self) -> None:
        """Connect, and keep reconnecting for ever in the background."""

    async def close(self) -> None:
        """Drain and leave."""

    async def publish(self, subject: str, message: bytes) -> None:
        """Send; when the bus is away the message is lost, which every reader must survive."""

    async def request(self, subject: str, message: bytes, timeout_ms: int) -> bytes:
        """Ask and wait; raise ``Unavailable`` when nobody answers in time."""

    async def subscribe(self, subject: str, handler: Handler, group: str = "") -> None:
        """Call ``handler`` for each message; members of one ``group`` share them."""


class Switch(Protocol):
    """A switch under our control. Every call is safe to repeat; what is gone already counts as done."""

    async def connect(self) -> None:
        """Open the event stream and keep reopening it; until then nothing else may be called."""

    async def close(self) -> None:
        """Leave; calls on the switch stay as they are."""

    def events(self) -> AsyncIterator[AnySwitchEvent]:
        """Yield what happens, ``SwitchUp`` first and after each reconnection."""

    async def snapshot(self) -> SwitchSnapshot:
        """Return everything of ours that exists now."""

    async def answer(self, leg: str) -> None:
        """Answer a customer's leg (AnswerCall)."""

    async def make_call(self, leg: str, device: str, *, caller: str, auto_answer: bool, ring_ms: int) -> None:
        """Ring a device; the leg comes up by ``LegStarted`` or ends by ``LegEnded`` (MakeCall)."""

    async def dial(self, leg: str, trunk: Trunk, number: str, *, caller: str, ring_ms: int) -> None:
        """Call a number through a trunk; the leg comes up by ``LegStarted`` or ends by ``LegEnded`` (MakeCall).

        Repeating is not safe once the leg may have ended: then the number is called again.
        """

    async def clear(self, leg: str, cause: str = "normal") -> None:
        """End a leg (ClearConnection)."""

    async def join(self, bridge: str, legs: Sequence[str]) -> None:
        """Make the bridge if needed and have these legs talk in it."""

    async def leave(self, bridge: str, leg: str) -> None:
        """Take a leg out of a bridge; it stays up."""

    async def drop_bridge(self, bridge: str) -> None:
        """Destroy a bridge; its legs stay up."""

    async def play(self, leg: str, play: str, media: Sequence[str]) -> None:
        """Play sounds in order to a leg, bridged or not; ends by ``PlayEnded``."""

    async def stop_play(self, play: str) -> None:
        """Stop a playback."""

    async def music(self, leg: str, name: str | None) -> None:
        """Start music of a class on a leg, or stop it (None)."""

    async def ring_back(self, leg: str) -> None:
        """Let a leg hear that somebody is being called, until it talks."""

    async def record(self, leg: str, recording: str) -> None:
        """Record both directions of a leg, headerless two-channel, into the raw folder."""

    async def stop_record(self, leg: str, recording: str) -> None:
        """End a recording; the file is complete when this returns."""

    async def take_message(self, leg: str, sound: str, *, max_ms: int, silence_ms: int) -> None:
        """Record a voicemail from an unbridged leg after a tone; ends by ``MessageEnded``."""

    async def provision(self, device: str, secret: str, caller: str, page: PageWords = SILENT) -> None:
        """Make a softphone's account, in the switch's memory only; calls from it arrive with what its page said."""

    async def idle_visitors(self) -> tuple[str, ...]:
        """Return the visitors' softphones that have an account and no call.

        One that was removed just as its call ended may be named too, until it has been barred and removed once more.
        """

    async def bar(self, device: str) -> None:
        """Let a visitor's softphone begin no further call; one that it has begun goes on."""

    async def deprovision(self, device: str) -> None:
        """Remove a softphone's account and its registration."""


class Channel(Protocol):
    """One medium: translates between the engine's wants and a switch or a mailbox. Never routes."""

    medium: str

    def want(self, wanted: Wanted) -> None:
        """Make it so for one interaction. Level-triggered: the newest call wins, repeating is harmless."""

    async def run(self) -> None:
        """Work until cancelled."""


Post = Callable[[Envelope], Awaitable[int]]
"""Hands a command to the engine; returns the cursor once it is durable; raises the refusal."""


class Connectors(Protocol):
    """Answers flows' look-ups."""

    async def look_up(self, wanted: LookUpWanted) -> tuple[dict[str, str], dict[str, str]] | None:
        """Return (plain values, personal values), or None for no such record. May be late; the caller keeps time."""


class Provisioner(Protocol):
    """Brings the switch's lasting configuration in line with a directory."""

    async def provision_directory(self, directory: Directory) -> None:
        """Make its trunks and its entry points' standby rules hold; repeating is harmless."""


class DirectorySource(Protocol):
    """Where the engine pulls the directory from."""

    async def pull(self, above: int) -> Directory | None:
        """Return the newest version if it is above the given one."""


class Speaker(Protocol):
    """Turns parts into sounds of one language."""

    async def media(
        self, parts: Sequence[Part], language: str, values: Mapping[str, str], interaction: str
    ) -> list[str]:
        """Return sound ids to play in order (``sound:`` and an absolute path without extension).

        What is personal is made for ``interaction`` only. Raises ``Unknown`` for a prompt that lacks the language,
        ``Invalid`` for a value that cannot be read, ``Unavailable`` when the speech engine does not answer.
        """

    async def forget(self, interaction: str) -> None:
        """Remove the personal sounds of an interaction; safe to repeat."""
