"""Voice: telephone and browser calls on a switch."""

from hollyhock.channels.base import ChannelContext
from hollyhock.channels.voice.channel import VoiceChannel

__all__ = ["VoiceChannel", "make"]


def make(context: ChannelContext) -> VoiceChannel:
    """Return the channel; the entry point ``voice`` of the group ``hollyhock.channels`` names this function."""
    return VoiceChannel(
        switch=context.switch,
        speaker=context.speaker,
        clock=context.clock,
        ids=context.ids,
        post=context.post,
        reception=context.reception,
    )
