"""The switch as the engine sees it: legs, bridges, media; any CTI-capable switch can stand behind these words."""

from __future__ import annotations

import msgspec


class SwitchEvent(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """Root of what the switch tells. Events are hints; the snapshot is the truth."""


class PageWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor's page said; carried by the softphone's account, lives as long as it, and is on no disk."""

    data: dict[str, str] = {}
    """Plain values, attached to the call."""
    personal: dict[str, str] = {}
    """Personal values of a signed-in visitor."""


SILENT = PageWords()
"""A page that said nothing; also any caller who has no page."""


class CustomerArrived(SwitchEvent, frozen=True, kw_only=True, tag="customer_arrived"):
    """A customer's leg entered our application (already claimed)."""

    leg: str
    dnis: str
    ani: str = ""
    """Empty when withheld."""
    name: str = ""
    device: str = ""
    """The softphone that called, when it was a visitor's."""
    data: dict[str, str] = {}
    """What the visitor's page said when the gateway made its softphone; nothing that the softphone sends itself."""
    personal: dict[str, str] = {}
    """Personal values that the page said, e.g. ``customer_number``."""


class LegStarted(SwitchEvent, frozen=True, kw_only=True, tag="leg_started"):
    """A leg that we made is up and under our control."""

    leg: str


class LegEnded(SwitchEvent, frozen=True, kw_only=True, tag="leg_ended"):
    """A leg is gone."""

    leg: str
    cause: str
    """``hang_up``, ``busy``, ``refused``, ``no_answer``, ``unreachable``."""


class DigitPressed(SwitchEvent, frozen=True, kw_only=True, tag="digit_pressed"):
    """A key on a leg; secret until a node says otherwise."""

    leg: str
    digit: str


class PlayEnded(SwitchEvent, frozen=True, kw_only=True, tag="play_ended"):
    """A playback has ended, was stopped, or failed."""

    leg: str
    play: str
    ok: bool


class MessageEnded(SwitchEvent, frozen=True, kw_only=True, tag="message_ended"):
    """The recording of a voicemail has ended."""

    leg: str
    sound: str
    duration_ms: int
    ok: bool


class DeviceState(SwitchEvent, frozen=True, kw_only=True, tag="device_state"):
    """A softphone's registration came or went."""

    device: str
    up: bool


class SwitchUp(SwitchEvent, frozen=True, kw_only=True, tag="switch_up"):
    """The event stream is open: take a snapshot and compare."""

    restarted: bool
    """The switch itself is a new process: everything that was on it is gone."""


class SwitchDown(SwitchEvent, frozen=True, kw_only=True, tag="switch_down"):
    """The event stream is lost (socket cut or switch dead); it is being reopened."""


class Replaced(SwitchEvent, frozen=True, kw_only=True, tag="replaced"):
    """Another engine has taken the event stream: this one must send nothing more and exit."""


AnySwitchEvent = (
    CustomerArrived
    | LegStarted
    | LegEnded
    | DigitPressed
    | PlayEnded
    | MessageEnded
    | DeviceState
    | SwitchUp
    | SwitchDown
    | Replaced
)
"""Everything a switch can tell."""


class LegSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A leg in a snapshot."""

    leg: str
    up: bool
    ours: bool
    """Made by us (an agent's leg) rather than a customer's."""
    bridge: str = ""
    dnis: str = ""
    ani: str = ""
    device: str = ""
    """Endpoint of a visitor's softphone."""
    page: PageWords = SILENT
    recording: str = ""


class SwitchSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All that the switch has of ours now."""

    legs: tuple[LegSeen, ...] = ()
    bridges: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    """Registered softphones."""
