"""Which agents of a directory each ring of a queue can reach: the answer that a shift leader checks a rule by."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hollyhock.contracts.directory import Agent, Directory, Queue
from hollyhock.contracts.routing import Ring
from hollyhock.core.classes import attributes, class_of, satisfies


class Able(msgspec.Struct, frozen=True):
    """Agents who satisfy a ring, for customers with certain data."""

    data: str
    """``name=value``; empty for customers without such data."""
    agents: tuple[Agent, ...]


def able_agents(directory: Directory, queue: Queue) -> list[list[Able]]:
    """Return for each ring who satisfies it, also for each value that it goes by; nothing where the line ends.

    Costs rings x agents.
    """
    has = [(agent, attributes(agent)) for agent in directory.agents]
    skills = [skill.code for skill in directory.skills]
    return [
        [_able(has, ring, data) for data in _values(ring, skills)] if ring.overflow is None else []
        for ring in queue.rings
    ]


def _values(ring: Ring, skills: list[str]) -> list[dict[str, str]]:
    """Return the values by which a ring can ask for a skill, one at a time; first none."""
    found: list[dict[str, str]] = [{}]
    for name in ring.by_data:
        prefix = f"{name}."
        found += [{name: code.removeprefix(prefix)} for code in skills if code.startswith(prefix)]
    return found


def _able(has: list[tuple[Agent, dict[str, int]]], ring: Ring, data: Mapping[str, str]) -> Able:
    wanted = class_of(ring, data)
    said = ", ".join(f"{name}={value}" for name, value in data.items())
    return Able(said, tuple(agent for agent, skills in has if satisfies(skills, wanted)))
