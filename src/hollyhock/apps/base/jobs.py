"""What the worker runs for an app: each app's ``jobs.py`` has ``jobs(context) -> list[Job]``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from hollyhock.contracts.ids import Scope
from hollyhock.contracts.ports import Bus, Clock, Journal
from hollyhock.contracts.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


class InRecords(Protocol):
    """Runs a function that uses the records database on a thread kept for that; the loop stays free."""

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Return what ``work`` returns."""


@dataclass(frozen=True)
class Context:
    """What a job may use."""

    scope: Scope
    home: Path
    settings: Settings
    bus: Bus
    journal: Journal
    clock: Clock
    records: InRecords


@dataclass(frozen=True)
class Job:
    """One piece of work for as long as the worker lives."""

    name: str
    run: Callable[[], Awaitable[None]]
    """Works until cancelled. When it raises, the worker logs it and runs it again after a pause."""
