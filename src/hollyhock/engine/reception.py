"""Who comes: entry points by their address, visitors by their softphone."""

from __future__ import annotations

from hollyhock.engine.owner import Owner


class Reception:
    """What the channel of one medium asks when somebody arrives; answers from the directory in force."""

    def __init__(self, owner: Owner, medium: str) -> None:
        """Take who knows, and the medium whose entry points are meant."""
        self._owner, self._medium = owner, medium

    def entry_point(self, address: str) -> str | None:
        """Return the code of the medium's entry point with this address or code, or None."""
        points = self._owner.here.state.book.entry_points.values()
        found = (p.code for p in points if p.medium == self._medium and address in (p.address, p.code))
        return next(found, None)
