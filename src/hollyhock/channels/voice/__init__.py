"""Voice: telephone and browser calls on a switch."""

from hollyhock.channels.voice.channel import Reception, VoiceChannel

__all__ = ["Reception", "VoiceChannel"]
