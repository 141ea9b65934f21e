"""Who comes: entry points by their address, visitors by their softphone."""

from __future__ import annotations

from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.engine.devices import Devices
from hollyhock.engine.owner import Owner


class Reception:
    """What the channel of one medium asks when somebody arrives; answers from the directory in force."""

    def __init__(self, owner: Owner, devices: Devices, medium: str) -> None:
        """Take who knows, and the medium whose entry points are meant."""
        self._owner, self._devices, self._medium = owner, devices, medium

    def entry_point(self, address: str) -> str | None:
        """Return the code of the medium's entry point with this address or code, or None."""
        points = self._owner.here.state.book.entry_points.values()
        found = (p.code for p in points if p.medium == self._medium and address in (p.address, p.code))
        return next(found, None)

    def visitor(self, device: str) -> ProvisionDevice | None:
        """Return what a visitor's page said when this softphone was made, or None."""
        return self._devices.visitor(device)
