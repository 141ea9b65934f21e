"""What the engine asks of the records' side, over the bus: the directory, and what connectors know."""

from __future__ import annotations

import msgspec

from hollyhock.contracts import subjects
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Unavailable
from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus
from hollyhock.contracts.treatment import LookUpWanted

_PATIENCE_MS = 10_000
"""An answer this late is still attached to its interaction; the flow has long gone on by its own budget."""
_encode = msgspec.json.Encoder().encode


class BusDirectorySource:
    """Implements ``DirectorySource``: the worker answers with the published directory."""

    def __init__(self, bus: Bus, scope: Scope) -> None:
        """Ask on this bus for this scope."""
        self._bus, self._scope = bus, scope
        self._decoder = msgspec.json.Decoder(Directory)

    async def pull(self, above: int) -> Directory | None:
        """Return the newest version above the given one; raise ``Unavailable`` when nobody answers."""
        answer = await self._bus.request(subjects.directory_pull(self._scope), str(above).encode(), _PATIENCE_MS)
        try:
            return self._decoder.decode(answer) if answer else None
        except msgspec.DecodeError:
            raise Unavailable(part="worker") from None


class BusTrunkSecrets:
    """Asks the worker for trunks' passwords, which stand in no directory."""

    def __init__(self, bus: Bus, scope: Scope) -> None:
        """Ask on this bus for this scope."""
        self._bus, self._scope = bus, scope

    async def secret_of(self, trunk: str) -> str:
        """Return a trunk's password, empty when it has none; raise ``Unavailable`` when nobody answers."""
        message = _encode(subjects.TrunkSecretAsk(trunk))
        answer = await self._bus.request(subjects.trunk_secret(self._scope), message, _PATIENCE_MS)
        return msgspec.json.decode(answer, type=subjects.TrunkSecret).secret


class BusConnectors:
    """Implements ``Connectors``: the worker answers for the connector that the flow names."""

    def __init__(self, bus: Bus, scope: Scope) -> None:
        """Ask on this bus for this scope."""
        self._bus, self._scope = bus, scope
        self._decoder = msgspec.json.Decoder(subjects.LookUpAnswer)

    async def look_up(self, wanted: LookUpWanted) -> tuple[dict[str, str], dict[str, str]] | None:
        """Return (plain values, personal values) or None; raise ``Unavailable`` when nobody answers at all."""
        subject = subjects.look_up(self._scope, wanted.connector)
        message = await self._bus.request(subject, _encode(subjects.LookUpAsk(wanted.ask)), _PATIENCE_MS)
        try:
            answer = self._decoder.decode(message)
        except msgspec.DecodeError:
            raise Unavailable(part=wanted.connector) from None
        return (answer.data, answer.personal) if answer.found else None
