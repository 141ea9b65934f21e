"""The directory, looked up: codes to entries, and skill requirements normalised to classes."""

from __future__ import annotations

from hollyhock.contracts.directory import Agent, Calendar, Directory, EntryPoint, Prompt, Queue, Requirement
from hollyhock.contracts.flow import Flow

SkillClass = tuple[Requirement, ...]
"""Requirements in sorted order: two rings that ask the same are one class."""


class Book:
    """Read-only look-ups over one directory version."""

    def __init__(self, directory: Directory) -> None:
        """Build the tables; costs one pass over the directory."""
        self.version = directory.version
        self.languages = directory.languages
        self.queues: dict[str, Queue] = {queue.code: queue for queue in directory.queues}
        self.agents: dict[str, Agent] = {agent.code: agent for agent in directory.agents}
        self.entry_points: dict[str, EntryPoint] = {point.code: point for point in directory.entry_points}
        self.calendars: dict[str, Calendar] = {calendar.code: calendar for calendar in directory.calendars}
        self.reasons = frozenset(reason.code for reason in directory.reasons)
        self.flows: dict[str, Flow] = {flow.code: flow for flow in directory.flows}
        self.prompts: dict[str, Prompt] = {prompt.code: prompt for prompt in directory.prompts}
        self._rings = {queue.code: [normalised(ring.requires) for ring in queue.rings] for queue in directory.queues}
        self.classes: frozenset[SkillClass] = frozenset(c for rings in self._rings.values() for c in rings)
        self._served: dict[str, tuple[SkillClass, ...]] = {}

    def ring_class(self, queue: str, ring: int) -> SkillClass:
        """Return the class of a queue's ring; a queue that has vanished asks nothing."""
        rings = self._rings.get(queue)
        return rings[min(ring, len(rings) - 1)] if rings else ()

    def served_by(self, code: str) -> tuple[SkillClass, ...]:
        """Return the classes that an agent's skills satisfy, in a fixed order."""
        found = self._served.get(code)
        if found is None:
            agent = self.agents.get(code)
            found = tuple(sorted(c for c in self.classes if satisfies(agent.skills, c))) if agent else ()
            self._served[code] = found
        return found

    def serves(self, code: str, queue: str) -> bool:
        """Tell whether an agent could serve some ring of a queue."""
        agent = self.agents.get(code)
        return agent is not None and any(satisfies(agent.skills, c) for c in self._rings.get(queue, ()))


def normalised(requires: tuple[Requirement, ...]) -> SkillClass:
    """Return the class of some requirements: sorted, the highest level per skill."""
    levels: dict[str, int] = {}
    for requirement in requires:
        levels[requirement.skill] = max(requirement.minimum, levels.get(requirement.skill, 0))
    return tuple(Requirement(skill, level) for skill, level in sorted(levels.items()))


def satisfies(skills: dict[str, int], wanted: SkillClass) -> bool:
    """Tell whether skills reach every level asked for."""
    return all(skills.get(requirement.skill, 0) >= requirement.minimum for requirement in wanted)
