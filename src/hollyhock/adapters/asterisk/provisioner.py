"""Brings the switch's lasting configuration in line with a directory."""

from __future__ import annotations

from pathlib import Path

from hollyhock.adapters.asterisk.config import SwitchLayout
from hollyhock.adapters.asterisk.link import Link
from hollyhock.adapters.asterisk.standby import hold_rules
from hollyhock.adapters.asterisk.trunks import AskSecret, Trunks
from hollyhock.contracts.directory import Directory


class AsteriskProvisioner:
    """The ``Provisioner`` port: trunks and standby rules, both kept by the switch over its own restart."""

    def __init__(self, link: Link, home: Path, ask: AskSecret) -> None:
        """Use the connection of an ``AsteriskSwitch``; ``ask`` gives trunks' passwords."""
        layout = SwitchLayout(home)
        self._link = link
        self._sounds = layout.sounds
        self._ask = ask
        self._trunks = Trunks(link, layout.trunks, layout.etc / "trunks.conf")

    async def provision_directory(self, directory: Directory) -> None:
        """Make its trunks and its entry points' standby rules hold; raise ``Unavailable`` without a connection."""
        await hold_rules(self._link.ami, directory, self._sounds)
        await self._trunks.hold(directory.trunks, self._ask)
