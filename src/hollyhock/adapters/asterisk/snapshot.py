"""Takes a snapshot: what of ours the switch has now."""

from __future__ import annotations

import msgspec

from hollyhock.adapters.asterisk.ari import wait_for
from hollyhock.adapters.asterisk.config import APP, ARRIVAL
from hollyhock.adapters.asterisk.devices import Devices
from hollyhock.adapters.asterisk.events import clean_ani, visitor_device
from hollyhock.adapters.asterisk.legs import Legs
from hollyhock.adapters.asterisk.link import Link
from hollyhock.adapters.asterisk.recording import VARIABLE
from hollyhock.adapters.asterisk.wire import AriApplication, AriBridge, AriChannel
from hollyhock.contracts.switch import LegSeen, PageWords, SwitchSnapshot


class _Variable(msgspec.Struct, frozen=True):
    value: str = ""


async def take_snapshot(link: Link, devices: Devices, legs: Legs) -> SwitchSnapshot:
    """Return every channel and bridge of our application; requests go out at once and are served in order."""
    await devices.resume()
    ari, before = link.ari, legs.living()
    sent = [await ari.send("GET", uri) for uri in (f"applications/{APP}", "channels", "bridges")]
    application = (await wait_for(sent[0])).read(AriApplication)
    channels = (await wait_for(sent[1])).read(tuple[AriChannel, ...])
    bridges = (await wait_for(sent[2])).read(tuple[AriBridge, ...])
    legs.forget(before - {channel.id for channel in channels})
    mine = [one for one in channels if one.id in application.channel_ids and not legs.ended(one.id)]
    ours = [bridge for bridge in bridges if bridge.bridge_class == "stasis"]
    held = {channel: bridge.id for bridge in ours for channel in bridge.channels}
    recordings = await _recordings(link, [channel.id for channel in mine])
    for channel in mine:
        legs.begin(channel.id, ours=_ours(channel)).started |= channel.state == "Up"
    pages = {channel.id: await devices.page(visitor_device(channel)) for channel in mine}
    seen = tuple(
        _leg(channel, held.get(channel.id, ""), recordings.get(channel.id, ""), pages[channel.id]) for channel in mine
    )
    return SwitchSnapshot(legs=seen, bridges=tuple(bridge.id for bridge in ours), devices=devices.registered())


async def _recordings(link: Link, channels: list[str]) -> dict[str, str]:
    sent = {leg: await link.ari.send("GET", f"channels/{leg}/variable", {"variable": VARIABLE}) for leg in channels}
    found = {}
    for leg, answer in sent.items():
        reply = await wait_for(answer)
        if reply.ok:
            found[leg] = reply.read(_Variable).value
    return found


def _leg(channel: AriChannel, bridge: str, recording: str, page: PageWords) -> LegSeen:
    ours = _ours(channel)
    return LegSeen(
        leg=channel.id,
        up=channel.state == "Up",
        ours=ours,
        bridge=bridge,
        dnis="" if ours else channel.dialplan.exten,
        ani="" if ours else clean_ani(channel.caller.number),
        device="" if ours else visitor_device(channel),
        page=page,
        recording=recording,
    )


def _ours(channel: AriChannel) -> bool:
    """Whether we made this leg: such a channel has not come through the arrival."""
    return channel.dialplan.context != ARRIVAL
