"""Personal values of open interactions, in memory; the journal's side table has them for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hollyhock.contracts.events import AnyEvent, InteractionArrived
from hollyhock.contracts.journal import Personal


class PersonalStore:
    """Name to value per interaction; gone with the interaction."""

    def __init__(self) -> None:
        """Start empty."""
        self._values: dict[str, dict[str, str]] = {}

    def of(self, interaction: str) -> Mapping[str, str]:
        """Return the values of an interaction; empty when none are known (erased, or never there)."""
        return self._values.get(interaction, {})

    def arising(self, interaction: str, personal: Mapping[str, str], events: Iterable[AnyEvent]) -> list[Personal]:
        """Return what a decided command adds: its own values; the caller's, too, for a work item made of a call."""
        made = [Personal(interaction, name, value) for name, value in personal.items() if interaction]
        for event in events:
            if isinstance(event, InteractionArrived) and event.parent:
                inherited = {**self.of(event.parent), **(personal if interaction == event.parent else {})}
                made += [Personal(event.interaction, name, value) for name, value in inherited.items()]
        return made

    def keep(self, values: Iterable[Personal]) -> None:
        """Take values that are durable."""
        for value in values:
            self._values.setdefault(value.interaction, {})[value.name] = value.value

    def drop(self, interaction: str) -> None:
        """Forget an interaction that has ended."""
        self._values.pop(interaction, None)
