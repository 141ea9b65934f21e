"""Translates ARI's events into the switch words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from hollyhock.adapters.asterisk import causes, wire
from hollyhock.adapters.asterisk.legs import Legs
from hollyhock.adapters.asterisk.sounds import wave_ms
from hollyhock.contracts.switch import (
    AnySwitchEvent,
    CustomerArrived,
    DigitPressed,
    LegEnded,
    LegStarted,
    MessageEnded,
    PageWords,
    PlayEnded,
    Replaced,
)

OURS = "ours"
"""Application argument of the legs that we make; customers' have none."""
TONE = "tone."
"""How the playbacks of the tone before a message begin; nobody waits for their end."""
_ANI_LONGEST = 32
_NAME_LONGEST = 80
_VISITOR = re.compile(r"v[a-z2-7]{16}")


class Translator:
    """Turns one ARI event at a time into what the engine is told; never waits."""

    def __init__(
        self,
        legs: Legs,
        voicemail: Path,
        *,
        tell: Callable[[AnySwitchEvent], None],
        claim: Callable[[wire.AriChannel], None],
        replaced: Callable[[], None],
    ) -> None:
        self._legs = legs
        self._voicemail = voicemail
        self._tell = tell
        self._claim = claim
        self._replaced = replaced

    def take(self, event: wire.AriEvent) -> None:
        """Translate one event."""
        match event:
            case wire.CallBroadcast(channel=channel):
                self._claim(channel)
            case wire.StasisStart(channel=channel, args=args):
                self._start(channel, args)
            case wire.ChannelHangupRequest(channel=channel, cause=cause):
                self._end(channel.id, cause)
            case wire.ChannelDestroyed(channel=channel, cause=cause):
                self._end(channel.id, cause)
            case wire.StasisEnd(channel=channel):
                self._end(channel.id, 0)
            case wire.ChannelDtmfReceived(channel=channel, digit=digit):
                self._tell(DigitPressed(leg=channel.id, digit=digit))
            case wire.PlaybackFinished(playback=playback):
                self._played(playback)
            case wire.RecordingFinished(recording=recording):
                self._message(recording)
            case wire.RecordingFailed(recording=recording):
                self._message(recording)
            case wire.ApplicationReplaced():
                self._tell(Replaced())
                self._replaced()

    def _start(self, channel: wire.AriChannel, args: tuple[str, ...]) -> None:
        ours = OURS in args
        self._legs.begin(channel.id, ours=ours).started = True
        if ours:
            self._tell(LegStarted(leg=channel.id))
        else:
            self._tell(arrival(channel, self._legs.heard(channel.id)))

    def _end(self, leg: str, cause: int) -> None:
        known = self._legs.end(leg)
        if known is None:
            return
        word = "hang_up"
        if known.ours and not known.started and not known.cleared:
            word = causes.ended(cause)
        self._tell(LegEnded(leg=leg, cause=word))

    def _played(self, playback: wire.AriPlayback) -> None:
        if not playback.id.startswith(TONE):
            leg = playback.target_uri.removeprefix("channel:")
            self._tell(PlayEnded(leg=leg, play=playback.id, ok=playback.state == "done"))

    def _message(self, recording: wire.AriRecording) -> None:
        leg = recording.target_uri.removeprefix("channel:")
        sound = f"{recording.name}.wav"
        milliseconds = wave_ms(self._voicemail / sound)
        self._tell(MessageEnded(leg=leg, sound=sound, duration_ms=milliseconds, ok=milliseconds > 0))


def arrival(channel: wire.AriChannel, page: PageWords) -> CustomerArrived:
    """Return the arrival of a customer's channel; what the caller says of itself is cut to sane sizes."""
    return CustomerArrived(
        leg=channel.id,
        dnis=channel.dialplan.exten,
        device=visitor_device(channel),
        ani=clean_ani(channel.caller.number),
        name="".join(filter(str.isprintable, channel.caller.name))[:_NAME_LONGEST],
        data=page.data,
        personal=page.personal,
    )


def clean_ani(number: str) -> str:
    """Return a caller's number if it can be one (digits, perhaps a plus before them), else empty as if withheld."""
    digits = number.removeprefix("+")
    return number if digits.isascii() and digits.isdigit() and len(number) <= _ANI_LONGEST else ""


def visitor_device(channel: wire.AriChannel) -> str:
    """Return the visitor's softphone that a channel belongs to, empty for any other."""
    device = channel.name.removeprefix("PJSIP/").rpartition("-")[0]
    return device if _VISITOR.fullmatch(device) else ""
