"""Adds and removes trunks while the switch runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hollyhock.adapters.asterisk.config.trunks import Trunk, check, gather_trunks, render_trunk, write_whole
from hollyhock.adapters.asterisk.link import Link


class Trunks:
    """The trunks of one switch: a file each, put together into what the switch reads."""

    def __init__(self, link: Link, folder: Path, whole: Path) -> None:
        self._link = link
        self._folder = folder
        self._whole = whole

    async def upsert(self, trunk: Trunk) -> None:
        """Add or change a trunk; raise ``Invalid`` for values that no trunk can have."""
        check(trunk)
        await asyncio.to_thread(write_whole, self._folder / f"{trunk.code}.conf", render_trunk(trunk))
        await self._apply()

    async def remove(self, code: str) -> None:
        """Remove a trunk; its calls go on."""
        (self._folder / f"{Path(code).name}.conf").unlink(missing_ok=True)
        await self._apply()

    async def _apply(self) -> None:
        if await asyncio.to_thread(gather_trunks, self._folder, self._whole):
            await self._link.do("PUT", "asterisk/modules/res_pjsip.so")
