"""ARI's JSON as far as we read it; field names are Asterisk's."""

from __future__ import annotations

import msgspec


class Party(msgspec.Struct, frozen=True):
    """Name and number of a side."""

    name: str = ""
    number: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where in the dialplan a channel is."""

    context: str = ""
    exten: str = ""


class AriChannel(msgspec.Struct, frozen=True):
    """A channel: our leg."""

    id: str
    name: str = ""
    state: str = ""
    caller: Party = Party()
    dialplan: Place = Place()


class AriEndpoint(msgspec.Struct, frozen=True):
    """An account and its calls."""

    resource: str
    channel_ids: tuple[str, ...] = ()


class AriField(msgspec.Struct, frozen=True):
    """One line of an account's configuration."""

    attribute: str
    value: str = ""


class AriBridge(msgspec.Struct, frozen=True):
    """A bridge and who is in it."""

    id: str
    bridge_class: str = ""
    channels: tuple[str, ...] = ()


class AriApplication(msgspec.Struct, frozen=True):
    """What an application is subscribed to."""

    channel_ids: tuple[str, ...] = ()
    bridge_ids: tuple[str, ...] = ()


class AriStatus(msgspec.Struct, frozen=True):
    """When the switch was started, ISO 8601."""

    startup_time: str = ""


class AriInfo(msgspec.Struct, frozen=True):
    """The switch of itself."""

    status: AriStatus = AriStatus()


class AriPlayback(msgspec.Struct, frozen=True):
    """A playback; ``state`` ends as ``done`` or ``failed``."""

    id: str
    target_uri: str = ""
    state: str = ""


class AriRecording(msgspec.Struct, frozen=True):
    """A live recording; ``duration`` in seconds."""

    name: str
    target_uri: str = ""
    state: str = ""
    duration: int = 0


class AriEvent(msgspec.Struct, frozen=True, tag_field="type"):
    """Root of the messages on the socket."""


class CallBroadcast(AriEvent, frozen=True, tag="CallBroadcast"):
    """A caller is offered to whoever claims it first."""

    channel: AriChannel


class StasisStart(AriEvent, frozen=True, tag="StasisStart"):
    """A channel is under our control."""

    channel: AriChannel
    args: tuple[str, ...] = ()


class StasisEnd(AriEvent, frozen=True, tag="StasisEnd"):
    """A channel is no longer under our control."""

    channel: AriChannel


class ChannelHangupRequest(AriEvent, frozen=True, tag="ChannelHangupRequest"):
    """A side hangs up: the earliest word of it."""

    channel: AriChannel
    cause: int = 0


class ChannelDestroyed(AriEvent, frozen=True, tag="ChannelDestroyed"):
    """A channel is gone; ``cause`` is a Q.850 number."""

    channel: AriChannel
    cause: int = 0


class ChannelDtmfReceived(AriEvent, frozen=True, tag="ChannelDtmfReceived"):
    """A key was released."""

    channel: AriChannel
    digit: str


class PlaybackFinished(AriEvent, frozen=True, tag="PlaybackFinished"):
    """A playback ended."""

    playback: AriPlayback


class RecordingFinished(AriEvent, frozen=True, tag="RecordingFinished"):
    """A recording is complete."""

    recording: AriRecording


class RecordingFailed(AriEvent, frozen=True, tag="RecordingFailed"):
    """A recording could not be made."""

    recording: AriRecording


class ApplicationReplaced(AriEvent, frozen=True, tag="ApplicationReplaced"):
    """Another client took the application."""


class RestResponse(AriEvent, frozen=True, tag="RESTResponse"):
    """The answer to one request sent over the socket."""

    request_id: str
    status_code: int
    message_body: str = ""


AnyMessage = (
    CallBroadcast
    | StasisStart
    | StasisEnd
    | ChannelHangupRequest
    | ChannelDestroyed
    | ChannelDtmfReceived
    | PlaybackFinished
    | RecordingFinished
    | RecordingFailed
    | ApplicationReplaced
    | RestResponse
)
"""What the event filter lets through, and answers."""

WANTED = tuple(
    kind.__struct_config__.tag
    for kind in (
        CallBroadcast,
        StasisStart,
        StasisEnd,
        ChannelHangupRequest,
        ChannelDestroyed,
        ChannelDtmfReceived,
        PlaybackFinished,
        RecordingFinished,
        RecordingFailed,
        ApplicationReplaced,
        RestResponse,
    )
)
"""Event types for the filter, which would hold back even answers. A plain call has two dozen, few of them here."""


class RestRequest(msgspec.Struct, frozen=True, tag_field="type", tag="RESTRequest", omit_defaults=True):
    """One request over the socket."""

    request_id: str
    method: str
    uri: str
    content_type: str = ""
    message_body: str = ""
