"""What can be missing on the switch: one value per service to ask for."""

from dataclasses import dataclass

from hollyhock.contracts.ids import LegId
from hollyhock.contracts.treatment import Dial, WantedLeg


@dataclass(frozen=True)
class Answer:
    """Answer the customer."""

    leg: LegId


@dataclass(frozen=True)
class CallBack:
    """Call the customer, once."""

    leg: LegId
    dial: Dial


@dataclass(frozen=True)
class MakeCall:
    """Ring an agent."""

    wanted: WantedLeg


@dataclass(frozen=True)
class Clear:
    """End a leg."""

    leg: LegId
    cause: str = "normal"
    """What its far end is told: ``busy`` when nobody will serve it."""


@dataclass(frozen=True)
class Join:
    """Have legs talk."""

    legs: tuple[LegId, ...]


@dataclass(frozen=True)
class Leave:
    """Take a leg out of the talk."""

    leg: LegId


@dataclass(frozen=True)
class DropBridge:
    """Destroy the bridge."""


@dataclass(frozen=True)
class Music:
    """Start music of a class, or stop it (empty)."""

    name: str


@dataclass(frozen=True)
class RingBack:
    """Let an agent hear that the customer is being called."""

    leg: LegId


@dataclass(frozen=True)
class Prepare:
    """Ask the speaker for the sounds of a visit."""

    visit: int


@dataclass(frozen=True)
class Play:
    """Play the sounds of a visit."""

    visit: int


@dataclass(frozen=True)
class StopPlay:
    """Stop a playback."""

    play: str


@dataclass(frozen=True)
class TakeMessage:
    """Record the message of a visit."""

    visit: int


@dataclass(frozen=True)
class Record:
    """Record the talk."""


@dataclass(frozen=True)
class StopRecord:
    """End the recording."""

    recording: str


Action = (
    Answer
    | CallBack
    | MakeCall
    | Clear
    | Join
    | Leave
    | DropBridge
    | Music
    | RingBack
    | Prepare
    | Play
    | StopPlay
    | TakeMessage
    | Record
    | StopRecord
)
"""Every action."""


def subject(action: Action) -> str:
    """Return what an action is about: of two about the same thing the second waits for the first."""
    match action:
        case Answer(leg=leg) | CallBack(leg=leg) | Clear(leg=leg):
            return leg
        case MakeCall(wanted=wanted):
            return wanted.leg
        case Leave(leg=leg):
            return f"place of {leg}"
        case RingBack(leg=leg):
            return f"ear of {leg}"
        case Join() | DropBridge():
            return "bridge"
        case Prepare(visit=visit):
            return f"speech {visit}"
        case Record() | StopRecord():
            return "recording"
        case _:
            return "ear"
