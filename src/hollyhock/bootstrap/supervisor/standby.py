"""Takes stranded callers to the standby extension, through the switch's manager interface."""

from collections import Counter
from collections.abc import Iterable

from hollyhock.adapters.asterisk.ami import Ami, Message, open_ami
from hollyhock.adapters.asterisk.config.layout import APP
from hollyhock.contracts.settings import Secrets, Settings

_ARRIVAL, _STANDBY = "arrival", "standby"
"""Contexts of the dialplan: where an engine takes callers over, and where they are served without one."""


async def redirect_stranded(settings: Settings, secrets: Secrets) -> int:
    """Redirect every caller who is held for an engine and talks to nobody; return how many.

    Raises ``OSError`` or ``Unavailable`` when the switch does not answer.
    """
    ami = await open_ami(settings.ports.ami, APP, secrets.ami, lambda _message: None)
    try:
        channels = await ami.listing("CoreShowChannels", {}, "CoreShowChannelsComplete")
        answers = [await _redirect(ami, channel) for channel in stranded(channels)]
    finally:
        await ami.close()
    return answers.count("Success")


def stranded(channels: Iterable[Message]) -> list[Message]:
    """Return the callers among ``CoreShowChannel`` messages whom nobody but the engine could help."""
    present = list(channels)
    in_bridge = Counter(channel.get("BridgeId", "") for channel in present)
    return [
        channel
        for channel in present
        if channel.get("Context") == _ARRIVAL
        and channel.get("Application", "").startswith("Stasis")
        and (not channel.get("BridgeId") or in_bridge[channel["BridgeId"]] == 1)
    ]


async def _redirect(ami: Ami, channel: Message) -> str:
    where = {"Context": _STANDBY, "Exten": channel.get("Exten", ""), "Priority": "1"}
    answer = await ami.action("Redirect", {"Channel": channel["Channel"], **where})
    return answer.get("Response", "")
