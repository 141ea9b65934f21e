"""What the gateway must be told before it can open its door."""

from pathlib import Path

import msgspec

from hollyhock.contracts.ids import Scope


class GatewayConfig(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that differs between machines; made from the home's settings by the composition root."""

    name: str
    """Of this gateway among others; in presence beats."""
    scope: Scope
    token: str
    """``Secrets.token``: signs tickets and derives softphone credentials."""
    switch: str
    """The switch's SIP WebSocket, ``ws://127.0.0.1:PORT/ws``."""
    web: str
    """Where web listens, ``http://127.0.0.1:PORT``."""
    frontend: Path
    """The folder that holds ``desk``, ``widget`` and ``demo``."""
    origins: frozenset[str] = frozenset()
    """Further origins whose pages may open sockets and start visitors' calls."""
    phones_in_pages: bool = True
    """A desk's page is also its softphone, gone when the page begins anew; an agent's SIP telephone is not."""
    command_ms: int = 2_000
    pop_ms: int = 300
    late_pop_ms: int = 60_000
    """A customer's record is awaited for so long: the worker may be starting again."""
    beat_s: float = 5.0
    silent_s: float = 20.0
    """A desk that sends nothing for so long is gone."""
    calls_per_minute: int = 12
    """Visitors' calls from one address."""
    visitors: int = 500
    """Visitors' softphones at once."""
