"""Conditions that say whether a process is ready."""

import asyncio
from collections.abc import Mapping

import httpx

from hollyhock.bootstrap.supervisor.spec import Check


def tcp_open(port: int, host: str = "127.0.0.1") -> Check:
    """Ready when something accepts a connection on the port."""

    async def check() -> bool:
        try:
            async with asyncio.timeout(1):
                _, writer = await asyncio.open_connection(host, port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    return check


def http_says(url: str, name: str, value: str, within_s: float) -> Check:
    """Ready when the address answers JSON in time in which ``name`` is ``value``."""
    client = httpx.AsyncClient(timeout=within_s, trust_env=False)

    async def check() -> bool:
        try:
            return bool((await client.get(url)).json().get(name) == value)
        except (httpx.HTTPError, ValueError):
            return False

    return check


def http_ok(url: str, headers: Mapping[str, str] | None = None, within_s: float = 1.0) -> Check:
    """Ready when the address answers in time with a status below 400."""
    client = httpx.AsyncClient(headers=headers, timeout=within_s, trust_env=False, verify=False)  # noqa: S501 - loopback, our own certificate

    async def check() -> bool:
        try:
            return (await client.get(url)).status_code < 400
        except httpx.HTTPError:
            return False

    return check
