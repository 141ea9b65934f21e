"""Faults: what is wrong with a routing rule, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hollyhock.contracts.errors import Problem
from hollyhock.core.checks.places import place
from hollyhock.core.flows.findings import Path, instead


class Fault(NamedTuple):
    """One thing to mend."""

    code: str
    path: Path
    """Keys from the top of the directory: ``("queues", CODE, "rings", "1", "requires")``."""
    zh: str
    en: str
    """What to do; where it stands is said by the path alone."""

    def problem(self) -> Problem:
        """Return it as it crosses a wire, with the place put before the remedy."""
        where = place(self.path)
        return Problem(
            code=self.code,
            status=422,
            retryable=False,
            zh=f"{where.zh}：{self.zh}",
            en=f"{where.en}: {self.en}",
            field=".".join(self.path),
        )


class Faults:
    """Collects faults, each once, so that a person sees all of them together."""

    def __init__(self) -> None:
        """Start empty."""
        self._found: dict[Fault, None] = {}

    @property
    def found(self) -> list[Fault]:
        """Everything noted so far."""
        return list(self._found)

    def add(self, code: str, path: Path, zh: str, en: str) -> None:
        """Note a fault."""
        self._found[Fault(code, path, zh, en)] = None

    def within(self, path: Path, value: int, low: int, high: int) -> None:
        """Note a number that is out of its range."""
        if not low <= value <= high:
            self.add("out_of_range", path, f"须为 {low} 到 {high}。", f"give {low} to {high}.")

    def at_least(self, path: Path, value: int, low: int, code: str = "too_small") -> None:
        """Note a number that is too small."""
        if value < low:
            self.add(code, path, f"至少为 {low}。", f"give at least {low}.")

    def time(self, path: Path, milliseconds: int) -> None:
        """Note a time that is negative."""
        if milliseconds < 0:
            self.add("negative_time", path, "时间不能为负。", "the time cannot be negative.")

    def known(self, path: Path, name: str, names: Iterable[str]) -> None:
        """Note a name that does not exist, with those that do."""
        existing = set(names)
        if name not in existing:
            zh, en = instead(name, existing)
            self.add("unknown", path, f"没有“{name}”。{zh}", f"there is no “{name}”. {en}")

    def once(self, path: Path, names: Iterable[str]) -> None:
        """Note names that stand there more than once."""
        listed = list(names)
        for name in sorted({name for name in listed if listed.count(name) > 1}):
            self.add("twice", path, f"“{name}”写了两次。", f"“{name}” stands there twice.")
