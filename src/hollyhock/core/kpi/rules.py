"""What the folds need of the directory: thresholds of queues, where agents belong, what wrap-up codes mean."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Calendar, Directory, Queue
from hollyhock.core.hours import open_ms


class QueueRule(msgspec.Struct, frozen=True, kw_only=True):
    """How a queue's service is measured."""

    service_level_ms: int = 20_000
    short_abandon_ms: int = 5_000
    formula: str = "SL1"
    calendar: Calendar | None = None
    """The service level counts waiting in its hours only; None = all the time."""

    def within(self, since: int, left: int) -> bool:
        """Tell whether a wait (epoch milliseconds) was no longer than the threshold."""
        if left - since <= self.service_level_ms:
            return True
        return self.calendar is not None and open_ms(self.calendar, since, left) <= self.service_level_ms


class Place(msgspec.Struct, frozen=True):
    """Where an agent belongs."""

    team: str = ""
    site: str = ""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """An excerpt of one directory version."""

    version: int = 0
    queues: dict[str, QueueRule] = {}
    agents: dict[str, Place] = {}
    leaves_open: frozenset[str] = frozenset()
    """Wrap-up codes after which the customer's matter is not solved yet."""

    def queue(self, code: str) -> QueueRule:
        """Return the rule of a queue; the defaults for one that the directory does not know."""
        return self.queues.get(code, QueueRule())

    def place(self, agent: str) -> Place:
        """Return where an agent belongs; nowhere for one that the directory does not know."""
        return self.agents.get(agent, Place())


def excerpt(directory: Directory) -> Rules:
    """Return the rules that a directory version lays down."""
    calendars = {calendar.code: calendar for calendar in directory.calendars}
    return Rules(
        version=directory.version,
        queues={queue.code: _rule(queue, calendars.get(queue.calendar)) for queue in directory.queues},
        agents={agent.code: Place(agent.team, agent.site) for agent in directory.agents},
        leaves_open=frozenset(code.code for code in directory.wrap_up_codes if code.leaves_open),
    )


def _rule(queue: Queue, calendar: Calendar | None) -> QueueRule:
    return QueueRule(
        service_level_ms=queue.service_level_ms,
        short_abandon_ms=queue.short_abandon_ms,
        formula=queue.service_level_formula,
        calendar=calendar,
    )
