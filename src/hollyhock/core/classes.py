"""Requirements normalised to classes: two rings that ask the same are one class, whatever the order of their words."""

from __future__ import annotations

from collections.abc import Mapping

from hollyhock.contracts.directory import Agent
from hollyhock.contracts.routing import HIGHEST_LEVEL, SITE, TEAM, Requirement, Ring

Clause = tuple[Requirement, ...]
"""Any of these."""
SkillClass = tuple[Clause, ...]
"""Each of these, in sorted order."""


def class_of(ring: Ring, by_data: Mapping[str, str]) -> SkillClass:
    """Return what a ring asks of an agent; ``by_data`` has the attached values that count, name to value."""
    levels: dict[str, int] = {f"{name}.{value}": 1 for name, value in by_data.items()}
    for requirement in ring.requires:
        levels[requirement.skill] = max(requirement.minimum, levels.get(requirement.skill, 0))
    clauses: list[Clause] = [(Requirement(skill, level),) for skill, level in levels.items()]
    clauses += [_any_of(group) for group in ring.any_of if group]
    for prefix, codes in ((TEAM, ring.teams), (SITE, ring.sites)):
        if codes:
            clauses.append(tuple(Requirement(prefix + code) for code in sorted(set(codes))))
    return tuple(sorted(set(clauses)))


def _any_of(group: tuple[Requirement, ...]) -> Clause:
    levels: dict[str, int] = {}
    for requirement in group:
        levels[requirement.skill] = min(requirement.minimum, levels.get(requirement.skill, HIGHEST_LEVEL))
    return tuple(Requirement(skill, level) for skill, level in sorted(levels.items()))


def attributes(agent: Agent) -> dict[str, int]:
    """Return all that a class may ask of an agent: skills with levels, kind of seat, team and site."""
    found = {**agent.skills, agent.seat: HIGHEST_LEVEL}
    if agent.team:
        found[TEAM + agent.team] = HIGHEST_LEVEL
    if agent.site:
        found[SITE + agent.site] = HIGHEST_LEVEL
    return found


def satisfies(has: Mapping[str, int], wanted: SkillClass) -> bool:
    """Tell whether attributes reach, in every clause, some level asked for."""
    return all(any(has.get(r.skill, 0) >= r.minimum for r in clause) for clause in wanted)
