"""The switch's console: the only place where its SIP library says that it has dropped a message, and whose.

The library quotes the message, callers' numbers included, so nothing of the console is ever written to a disk: the
switch's standard output is closed, and here only the address is taken out.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from pathlib import Path

_DROPPED = re.compile(
    rb"\] NOTICE\[\d+\]: pjproject: .*(?:Error processing packet from|Dropping \d+ bytes packet from \w+) "
    rb"\[?([0-9a-fA-F.:]+)\]?:\d+\b"
)
"""A quoted message could imitate this; it would gain a false address, as any sender of a datagram can."""
_SPEAK = b"logger mute silent\0"
"""A new console is mute; this, which the switch's own ``asterisk -r`` sends too, turns that round."""
_LONGEST = 2**20


async def listen(socket: Path, dropped: Callable[[str], None]) -> None:
    """Call ``dropped`` with the sender's address for each message that is no SIP, until the switch goes away.

    It asks the switch for nothing, so no gate stands before it.
    """
    with contextlib.suppress(OSError):
        reader, writer = await asyncio.open_unix_connection(socket, limit=_LONGEST)
        try:
            writer.write(_SPEAK)
            async for line in reader:
                if found := _DROPPED.search(line):
                    dropped(found[1].decode())
        finally:
            writer.close()
