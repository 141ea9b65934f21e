"""Who calls: entry points by their address, visitors by their softphone."""

from __future__ import annotations

from hollyhock.contracts.subjects import ProvisionDevice
from hollyhock.engine.devices import Devices
from hollyhock.engine.owner import Owner


class Reception:
    """What the voice channel asks when somebody arrives; answers from the directory in force."""

    def __init__(self, owner: Owner, devices: Devices) -> None:
        """Take who knows."""
        self._owner, self._devices = owner, devices

    def entry_point(self, dnis: str) -> str | None:
        """Return the code of the entry point with this number, or None."""
        points = self._owner.here.state.book.entry_points.values()
        found = (point.code for point in points if point.medium == "voice" and dnis in (point.address, point.code))
        return next(found, None)

    def visitor(self, device: str) -> ProvisionDevice | None:
        """Return what a visitor's page said when this softphone was made, or None."""
        return self._devices.visitor(device)
