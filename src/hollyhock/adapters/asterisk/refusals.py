"""Says in the log whom the switch refuses, without drowning it: an attack is thousands of tries a minute."""

from __future__ import annotations

import time
from collections import Counter

import structlog

from hollyhock.adapters.asterisk.ami import Message

_STRANGERS = {"InvalidAccountID", "InvalidPassword", "ChallengeResponseFailed", "RequestBadFormat", "FailedACL"}
"""The switch's words for a peer that it does not know or believe; our dialplan says ``Refused``."""
_PAUSE_S = 10.0

_log = structlog.get_logger(__name__)


class Refusals:
    """Counts refusals; the first is told at once, further ones in sums. Callers' numbers and names are left out."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._told_at = float("-inf")

    def take(self, message: Message) -> None:
        """Take an event of the manager interface."""
        if why := _reason(message):
            self._count(why)

    def dropped(self, peer: str) -> None:
        """Take the address from which something came that is no SIP message."""
        self._count(f"Malformed {peer}")

    def _count(self, why: str) -> None:
        self._counts[why] += 1
        if time.monotonic() - self._told_at >= _PAUSE_S:
            self._told_at = time.monotonic()
            _log.warning("sip_refused", counts=dict(self._counts.most_common(5)))
            self._counts.clear()


def _reason(message: Message) -> str:
    event = message.get("Event", "")
    if event in _STRANGERS:
        # The address is written like ``IPV4/UDP/192.0.2.1/5060``.
        peer = message.get("RemoteAddress", "").split("/")
        return f"{event} {peer[2] if len(peer) > 2 else ''}"
    if event == "UserEvent" and message.get("UserEvent") == "Refused":
        return message.get("Why", "")
    return ""
