"""What a channel shall be doing for an interaction now: derived from state, compared with what the switch has."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Trunk
from hollyhock.contracts.flow import Part
from hollyhock.contracts.ids import AgentCode, InteractionId, LegId


class Gather(msgspec.Struct, frozen=True, kw_only=True):
    """Keys to collect while and after the parts are said."""

    min_digits: int
    max_digits: int
    terminator: str = ""
    timeout_ms: int = 5_000
    """Silence after the parts, and between keys, before the step ends."""
    into: str = ""
    """Personal value that takes secret digits; empty: the digits are plain and come in the command."""


class Treatment(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer hears. ``visit`` names it: the same number is never played twice on purpose."""

    visit: int
    kind: str
    """``say`` (report when played), ``gather``, ``voicemail``, ``music`` (until told otherwise), ``silence`` (wait)."""
    language: str
    parts: tuple[Part, ...] = ()
    values: dict[str, str] = {}
    """Values that ``parts`` read back, by name, plain and personal: never cached beyond the call."""
    gather: Gather | None = None
    key: str = ""
    """This key ends a ``say`` or ``music`` at any time, and is reported as ``digits``."""
    music: str = "default"
    max_ms: int = 0
    """Longest message of a voicemail."""


class WantedLeg(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's leg that shall exist."""

    leg: LegId
    agent: AgentCode
    device: str
    caller: str = ""
    """Number shown on the softphone; personal."""
    auto_answer: bool = False
    connected: bool = False
    """Up and in the bridge with the customer; otherwise ringing."""


class Dial(msgspec.Struct, frozen=True, kw_only=True):
    """How a customer is called back."""

    number: str
    """Personal."""
    trunk: Trunk
    caller: str
    """Number shown to the customer: the entry point's, which the customer has called."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that shall exist on the switch for one interaction; ``open=False`` means nothing at all."""

    interaction: InteractionId
    open: bool
    leg: LegId = ""
    """The customer's leg; empty while a customer who is to be called back has none."""
    dial: Dial | None = None
    """The customer's leg is made by us, once: a leg of this name that is not there any more is not made again."""
    treatment: Treatment | None = None
    """None while the customer talks with an agent."""
    legs: tuple[WantedLeg, ...] = ()
    record: bool = False
    recording: str = ""
    """The recording that the journal knows to run: after a restart it is compared with the switch's."""
    cause: str = ""
    """Why it is closed, to choose how the customer's leg is cleared."""


class LookUpWanted(msgspec.Struct, frozen=True, kw_only=True):
    """A question to a connector that is due; answered by ``LookUpDone`` with the same ``visit``."""

    interaction: InteractionId
    visit: int
    connector: str
    ask: dict[str, str]
    """Parameter to value."""
    budget_ms: int
