"""What the supervisor must know about a process."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

Check = Callable[[], Awaitable[bool]]
"""Asks a process whether it is ready; never raises, answers within about a second."""


WORKING, STANDBY = "working", "standby"
"""Roles that a process's health page names: it does its work, or waits to take it over."""


@dataclass(frozen=True, kw_only=True)
class ChildSpec:
    """One process: how it is started, and when it counts as ready."""

    name: str
    argv: tuple[str, ...]
    ready: Check
    env: Mapping[str, str] = field(default_factory=dict)
    """Put over the supervisor's own environment."""
    needs: tuple[str, ...] = ()
    """Processes that must be ready before the first start; later restarts do not wait."""
    prepare: Callable[[], None] | None = None
    """Called before each start, for instance to write configuration."""
    stop_s: float = 8.0
    """How long it may take to end after SIGTERM before it is killed."""


def next_pause(previous: float, ready_s: float) -> float:
    """Return the seconds to wait before a restart: short after it has served, doubling up to 30 s when it keeps dying.

    `ready_s` is for how long it was ready, 0 if it never was.
    """
    if ready_s > 2:
        return 0.2
    return min(max(previous * 2, 0.2), 30.0)
