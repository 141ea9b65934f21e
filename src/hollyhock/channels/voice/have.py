"""What the switch has for one interaction, as far as we know."""

from dataclasses import dataclass, field
from enum import StrEnum

from hollyhock.channels.voice.keys import Keys
from hollyhock.contracts.ids import LegId
from hollyhock.contracts.treatment import Treatment

SPOKEN = frozenset({"say", "gather", "voicemail"})
"""Kinds of treatment that are carried out once per visit and reported; the others simply last."""
UNKNOWN = "?"
"""Music of which we do not know whether it plays."""


class Side(StrEnum):
    """State of a leg."""

    NONE = "none"
    """A customer's who is called back, and has not been called."""
    NEW = "new"
    """A customer's that is not answered; or an agent's, or a called customer's, that is asked for or rings."""
    UP = "up"
    GONE = "gone"


class Stage(StrEnum):
    """How far a spoken treatment is."""

    PREPARING = "preparing"
    """The speaker is asked for the sounds."""
    READY = "ready"
    """The sounds are there and shall be played."""
    PLAYING = "playing"
    KEYING = "keying"
    """The prompt is over or was interrupted; further keys are awaited."""
    TONE = "tone"
    """The prompt is over; a message shall be recorded."""
    MESSAGE = "message"
    """The message is being recorded."""
    DONE = "done"
    """Reported; the engine says what follows."""


@dataclass
class Step:
    """One visit of a spoken treatment."""

    treatment: Treatment
    name: str
    """Names its playback and message on the switch, so that a later engine knows what the earlier one began."""
    again: str = ""
    """Follows the name once something may run under it already: the switch would do both."""
    stage: Stage = Stage.PREPARING
    media: list[str] = field(default_factory=list)
    keys: Keys | None = None

    @property
    def play(self) -> str:
        """Name of its playback."""
        return f"{self.name}{self.again}"

    @property
    def sound(self) -> str:
        """File name of its message below the home's ``voicemail`` folder."""
        return f"{self.name}{self.again}.wav"


@dataclass
class Have:
    """The mirror of the switch for one interaction; changed only by its owner, ``Call``."""

    leg: LegId = ""
    """The customer's; empty while a customer who is to be called back has none."""
    customer: Side = Side.NEW
    legs: dict[LegId, Side] = field(default_factory=dict)
    """Agents' legs that we asked for; those that have ended stay as long as they are wanted."""
    bridged: set[LegId] = field(default_factory=set)
    bridge: bool = False
    """The bridge exists."""
    ring_back: LegId = ""
    """The agent's leg that hears that this customer is being called."""
    music: str = ""
    """Class of the music that plays on the customer's leg."""
    play: str = ""
    """Playback that runs on the customer's leg."""
    step: Step | None = None
    recording: str = ""
