"""What every request passes before it goes to the switch."""

from collections.abc import Awaitable, Callable

Gate = Callable[[], Awaitable[None]]
"""Returns when the request may be sent; what it raises, the request raises. Asked for each, so it must be quick."""


async def open_gate() -> None:
    """Let everything pass: for programs that own nothing."""
