"""The journal's unit: one command, kept beside the events that it caused."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.commands import AnyCommand
from hollyhock.contracts.events import AnyEvent


class Personal(msgspec.Struct, frozen=True):
    """A personal value of an interaction; it lives in the side table and can be erased."""

    interaction: str
    name: str
    value: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One decided command. Entries of a domain are numbered without gaps from 1; the number is the cursor."""

    seq: int
    epoch: int
    at: int
    """Epoch milliseconds; never smaller than the entry before."""
    id: str
    """The command's id."""
    actor: str
    command: AnyCommand
    """Without personal values."""
    events: tuple[AnyEvent, ...]
    personal: tuple[Personal, ...] = ()
    """Written in the same transaction into the side table; empty on entries read back."""


class Snapshot(msgspec.Struct, frozen=True):
    """A folded state at a cursor."""

    seq: int
    body: bytes | bytearray
    more: tuple[bytes | bytearray, ...] = ()
    """What follows, of one that has just been taken: hundreds of megabytes are never put into one piece."""
