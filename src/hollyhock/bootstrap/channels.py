"""The channels that are there: those of every installed package that has an entry point for one."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points

from hollyhock.channels.base import ChannelContext, ChannelFactory
from hollyhock.contracts.errors import Invalid, Unavailable
from hollyhock.contracts.extensions import CHANNELS
from hollyhock.contracts.ports import Channel

VOICE = "voice"


def make_channels(context_of: Callable[[str], ChannelContext]) -> dict[str, Channel]:
    """Return a channel for each medium; ``context_of`` is called with the medium.

    A package that cannot be loaded ends the start with its own error: a medium must not be missing silently. Raises
    ``Invalid`` when two packages claim one medium or a channel is for another than its entry point says, and
    ``Unavailable`` when not even voice is there: then our own metadata is older than this code.
    """
    channels: dict[str, Channel] = {}
    for entry in sorted(entry_points(group=CHANNELS), key=lambda entry: entry.value):
        if entry.name in channels:
            raise _refuse(entry.value, "该媒体已有渠道", "this medium has a channel already")
        factory: ChannelFactory = entry.load()
        channel = channels[entry.name] = factory(context_of(entry.name))
        if channel.medium != entry.name:
            raise _refuse(entry.value, "入口点名称须与渠道的媒体一致", "the entry point's name must be the medium's")
    if VOICE not in channels:
        raise Unavailable(part=f"{CHANNELS}: {VOICE} (pip install -e .)")
    return channels


def _refuse(value: str, zh: str, en: str) -> Invalid:
    return Invalid(field=CHANNELS, field_name=f"{CHANNELS} = {value}", remedy_zh=zh, remedy_en=en)
