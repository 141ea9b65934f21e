"""Softphones: accounts in the switch's memory, and whose registration is there."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

import msgspec

from hollyhock.adapters.asterisk.ami import Message
from hollyhock.adapters.asterisk.config import TRUNK
from hollyhock.adapters.asterisk.link import Link
from hollyhock.adapters.asterisk.wire import AriEndpoint, AriField
from hollyhock.contracts.switch import SILENT, AnySwitchEvent, DeviceState, PageWords

VISITOR = "v"
"""How the names of visitors' softphones begin; all others are agents'."""
_PAGE = "@page"
"""Field of our own (the switch allows such, marked by the sign) that holds what a visitor's page said: it lives and
dies with the account, whichever engine made that. A variable would reach the channel with 512 characters only."""

_COMMON = {
    "identify_by": "username",
    "disallow": "all",
    "dtmf_mode": "auto",
    "direct_media": "no",
    "allow_transfer": "no",
    "allow_subscribe": "no",
    "send_pai": "no",
}
# No opus: of a talk at 48 kHz the recorder of both sides keeps the first sixth of each frame, a garbled record.
_WEBRTC = {**_COMMON, "webrtc": "yes", "allow": "alaw,ulaw", "rtp_timeout": "60"}
_GONE_VISITOR_S = "15"
"""A page that was closed says no goodbye: its call ends when no sound has come for so long (a muted one sends on)."""
_PLAIN = {
    **_COMMON,
    "allow": "alaw,ulaw",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
}


class Devices:
    """Accounts and registrations of the softphones."""

    def __init__(self, link: Link, tell: Callable[[AnySwitchEvent], None], *, plain: bool) -> None:
        self._link = link
        self._tell = tell
        self._profile = _PLAIN if plain else _WEBRTC
        self._contacts: dict[str, set[str]] = {}
        self._touched: set[str] = set()

    async def provision(self, device: str, secret: str, caller: str, page: PageWords = SILENT) -> None:
        """Make or renew an account; ``caller`` is an agent's number, or the only number that a visitor may dial."""
        visitor = device.startswith(VISITOR)
        endpoint = {**self._profile, "context": "from-visitor" if visitor else "from-agent"}
        endpoint |= {"auth": device, "aors": device}
        if visitor:
            endpoint["rtp_timeout"] = _GONE_VISITOR_S
            # Not a variable: the switch cannot change an account that has one.
            endpoint["accountcode"] = caller
        elif caller:
            endpoint["callerid"] = f"<{caller}>"
        await self._put("auth", device, {"auth_type": "userpass", "username": device, "password": secret})
        contact = {"max_contacts": "1", "remove_existing": "yes", "maximum_expiration": "600"}
        await self._put("aor", device, {**contact, _PAGE: pack(page)} if visitor else contact)
        await self._put("endpoint", device, endpoint)

    async def page(self, device: str) -> PageWords:
        """Return what the page of a visitor's softphone said; nothing for other softphones and for one that is gone."""
        if not device:
            return SILENT
        answer = await self._link.ari.request("GET", f"asterisk/config/dynamic/res_pjsip/aor/{device}")
        fields = answer.read(tuple[AriField, ...]) if answer.ok else ()
        return unpack(next((field.value for field in fields if field.attribute == _PAGE), ""))

    async def idle_visitors(self) -> tuple[str, ...]:
        """Return the visitors' softphones that the switch lists without a channel.

        It may list one that has no account any more: when the news of a call's end comes after that of the account's
        removal. To bar it makes the account again, and its removal is news that comes last.
        """
        answer = await self._link.ari.request("GET", "endpoints/PJSIP")
        found = answer.read(tuple[AriEndpoint, ...])
        return tuple(one.resource for one in found if one.resource.startswith(VISITOR) and not one.channel_ids)

    async def bar(self, device: str) -> None:
        """Let a softphone begin no further call: only this field of its account changes, its calls stay.

        What has no account gets one that can do nothing but be refused.
        """
        await self._put("endpoint", device, {"context": "barred"})

    async def deprovision(self, device: str) -> None:
        """Remove the account and what is registered with it."""
        for kind in ("endpoint", "auth", "aor"):
            await self._link.do("DELETE", f"asterisk/config/dynamic/res_pjsip/{kind}/{device}")
        self._hold(device, set())

    def registered(self) -> tuple[str, ...]:
        """Return the softphones that are registered."""
        return tuple(sorted(self._contacts))

    async def resume(self) -> None:
        """Compare with what the switch has after a new connection; tell the differences."""
        self._touched.clear()
        items = await self._link.ami.listing("PJSIPShowContacts", {}, "ContactListComplete")
        found: dict[str, set[str]] = {}
        for item in items:
            found.setdefault(item.get("Endpoint", ""), set()).add(item.get("Uri", ""))
        for device in (found.keys() | self._contacts.keys()) - self._touched:
            self._hold(device, found.get(device, set()))

    def take(self, message: Message) -> None:
        """Take an event of the manager interface."""
        if message.get("Event") != "ContactStatus":
            return
        device, uri = message.get("AOR", ""), message.get("URI", "")
        self._touched.add(device)
        contacts = set(self._contacts.get(device, ()))
        # A new registration is told before the one that it replaces is removed, so count by address.
        if message.get("ContactStatus") == "Removed":
            contacts.discard(uri)
        else:
            contacts.add(uri)
        self._hold(device, contacts)

    def _hold(self, device: str, contacts: set[str]) -> None:
        if not device or device.startswith(TRUNK):
            return
        before = self._contacts.get(device, set())
        if contacts:
            self._contacts[device] = contacts
        else:
            self._contacts.pop(device, None)
        # A softphone that moved to another page is told again: the engine waits for it to bring a call there.
        if bool(before) != bool(contacts) or contacts - before:
            self._tell(DeviceState(device=device, up=bool(contacts)))

    async def _put(self, kind: str, name: str, fields: Mapping[str, str]) -> None:
        body = {"fields": [{"attribute": key, "value": value} for key, value in fields.items()]}
        await self._link.do("PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/{name}", body)


def pack(page: PageWords) -> str:
    """Return what a page said as one word that the switch does not take apart."""
    return base64.urlsafe_b64encode(msgspec.json.encode(page)).decode() if page != SILENT else ""


def unpack(word: str) -> PageWords:
    """Return what a page said."""
    return msgspec.json.decode(base64.urlsafe_b64decode(word), type=PageWords) if word else SILENT
