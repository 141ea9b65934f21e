"""The desk's socket (``/socket/desk``): JSON frames in both directions; generated to TypeScript."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.commands import (
    AcceptOffer,
    AttachData,
    ChangeSkills,
    ClearConnection,
    DropCallback,
    ExtendWrapUp,
    FinishWrapUp,
    ForceLogOut,
    ForceNotReady,
    HoldCall,
    LogOut,
    MoveInteraction,
    NoteWrapUp,
    PlaceInteraction,
    PullInteraction,
    PushInteraction,
    RefuseOffer,
    RetrieveCall,
    SetNotReady,
    SetReady,
    TransferCall,
    Unlock,
    WidenInteraction,
)
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.subjects import Alarm, PopAnswer
from hollyhock.contracts.views import AnyCard
from hollyhock.contracts.waiting import Taker, Waiting

DeskCommand = (
    LogOut
    | SetReady
    | SetNotReady
    | AcceptOffer
    | RefuseOffer
    | HoldCall
    | RetrieveCall
    | TransferCall
    | ClearConnection
    | NoteWrapUp
    | ExtendWrapUp
    | FinishWrapUp
    | DropCallback
    | AttachData
    | ForceNotReady
    | ForceLogOut
    | Unlock
    | MoveInteraction
    | PlaceInteraction
    | WidenInteraction
    | PullInteraction
    | PushInteraction
    | ChangeSkills
)
"""What a desk may ask; the gateway checks that the ticket allows it (own agent, or a team one leads)."""


# --- desk to gateway --------------------------------------------------------------------------------------------------


class FromDesk(msgspec.Struct, frozen=True, tag_field="frame", kw_only=True):
    """Root of frames that the desk sends."""


class Hello(FromDesk, frozen=True, kw_only=True, tag="hello"):
    """First frame: the ticket, and where to resume."""

    ticket: str
    cursor: int | None = None
    floor: bool = False
    """Also see the agents and interactions of the teams one leads."""
    softphone: bool = True
    """This tab shall be the agent's one softphone."""


class Ask(FromDesk, frozen=True, kw_only=True, tag="command"):
    """A command; answered by ``Answered`` with the same ``id``. Repeating an id is harmless."""

    id: str
    command: DeskCommand
    personal: dict[str, str] = {}


class AskPop(FromDesk, frozen=True, kw_only=True, tag="pop"):
    """The customer's record for an interaction on this desk; answered by ``Popped``."""

    interaction: str


class Renew(FromDesk, frozen=True, kw_only=True, tag="renew"):
    """A newer ticket before the old one ends."""

    ticket: str


class Ping(FromDesk, frozen=True, kw_only=True, tag="ping"):
    """Sent every 5 s: keeps the presence alive; answered by ``Pong``."""

    sent: float


class Watch(FromDesk, frozen=True, kw_only=True, tag="watch"):
    """The lines and interactions that stand on the screen now, instead of those before; answered by ``Watched`` at once
    and whenever something there has changed. For leaders and experts; nobody else is answered.
    """

    queues: tuple[str, ...] = ()
    """``contracts.waiting.MOST_LINES`` at most."""
    interactions: tuple[str, ...] = ()


class AskTakers(FromDesk, frozen=True, kw_only=True, tag="takers"):
    """Who of the agents that one leads could take an interaction; answered by ``Takers``."""

    interaction: str
    find: str = ""
    """Part of a name or a number; empty = anybody."""


AnyFromDesk = Hello | Ask | AskPop | Watch | AskTakers | Renew | Ping
"""Every frame that a desk sends."""


# --- gateway to desk --------------------------------------------------------------------------------------------------


class ToDesk(msgspec.Struct, frozen=True, tag_field="frame", kw_only=True):
    """Root of frames that the gateway sends."""


class Softphone(msgspec.Struct, frozen=True, kw_only=True):
    """The credential of this log-in's softphone."""

    device: str
    secret: str
    realm: str
    path: str = "/sip"
    """WebSocket path on the same origin; the sub-protocol is ``sip`` (RFC 7118)."""


class Welcome(ToDesk, frozen=True, kw_only=True, tag="welcome"):
    """The log-in stands. ``softphone`` is None when another tab of this agent has it."""

    agent: str
    now: int
    softphone: Softphone | None = None


class Cards(ToDesk, frozen=True, kw_only=True, tag="cards"):
    """All cards that this desk may see, or the changes since ``previous``."""

    fresh: bool
    previous: int
    cursor: int
    now: int
    put: tuple[AnyCard, ...] = ()
    drop: tuple[str, ...] = ()


class Answered(ToDesk, frozen=True, kw_only=True, tag="answered"):
    """The answer to a command; ``problem`` None = done and durable."""

    id: str
    problem: Problem | None = None


class Popped(ToDesk, frozen=True, kw_only=True, tag="popped"):
    """The customer's record; ``late`` when history is not to be had now."""

    interaction: str
    pop: PopAnswer | None = None
    late: bool = False


class Watched(ToDesk, frozen=True, kw_only=True, tag="watched"):
    """All that is watched, as it stands now: line by line, each in the order of places."""

    rows: tuple[Waiting, ...] = ()


class Takers(ToDesk, frozen=True, kw_only=True, tag="takers"):
    """Who could take it, best first; with ``more`` there are others whom a narrower question would find."""

    interaction: str
    find: str = ""
    takers: tuple[Taker, ...] = ()
    more: bool = False


class AlarmRaised(ToDesk, frozen=True, kw_only=True, tag="alarm"):
    """Something that needs a person."""

    alarm: Alarm


class Displaced(ToDesk, frozen=True, kw_only=True, tag="displaced"):
    """This agent has logged in elsewhere (another tab or machine): this socket is closing."""


class Rejected(ToDesk, frozen=True, kw_only=True, tag="rejected"):
    """The ticket or the frame was not accepted: the socket is closing."""

    problem: Problem


class Pong(ToDesk, frozen=True, kw_only=True, tag="pong"):
    """Echo of ``Ping``; the desk shows the round trip."""

    sent: float
    now: int


AnyToDesk = Welcome | Cards | Answered | Popped | Watched | Takers | AlarmRaised | Displaced | Rejected | Pong
"""Every frame that the gateway sends."""
