"""Brings the trunks of a running switch in line with the directory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import structlog

from hollyhock.adapters.asterisk.config.trunks import gather_trunks, render_trunk, write_whole
from hollyhock.adapters.asterisk.link import Link
from hollyhock.contracts.directory import Trunk
from hollyhock.contracts.errors import Invalid

AskSecret = Callable[[str], Awaitable[str]]
"""Returns the password of the trunk with this code, empty when it has none."""

_log = structlog.get_logger(__name__)


class Trunks:
    """The trunks of one switch."""

    def __init__(self, link: Link, folder: Path, whole: Path) -> None:
        self._link = link
        self._folder = folder
        self._whole = whole
        self._applied = False

    async def hold(self, trunks: Iterable[Trunk], ask: AskSecret) -> None:
        """Have exactly these trunks; calls of one that goes stay. One that cannot be made is left out and logged."""
        texts: dict[Path, str] = {}
        for trunk in trunks:
            password = "" if trunk.kind == "address" else await ask(trunk.code)
            try:
                texts[self._folder / f"{trunk.code}.conf"] = render_trunk(trunk, password)
            except Invalid as error:
                _log.warning("trunk_left_out", trunk=trunk.code, field=error.field)
        await asyncio.to_thread(self._write, texts)
        changed = await asyncio.to_thread(gather_trunks, self._folder, self._whole)
        if changed or not self._applied:
            self._applied = False
            await self._link.do("PUT", "asterisk/modules/res_pjsip.so")
            self._applied = True

    def _write(self, texts: dict[Path, str]) -> None:
        for path in set(self._folder.glob("*.conf")) - texts.keys():
            path.unlink()
        for path, text in texts.items():
            write_whole(path, text)
