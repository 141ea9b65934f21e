"""A scenario: who comes when, how long it takes, how long they wait; read from a file of a person's hand."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from hollyhock.contracts.directory import CAPACITY, Agent, Directory, EntryPoint, Labelled, Names, Queue, Team, Trunk
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import HIGHEST_LEVEL, SEATS, Requirement, Ring
from hollyhock.simulation.chance import Times


class Arrivals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The customers of one queue."""

    per_hour: tuple[Annotated[float, Meta(ge=0)], ...] = ()
    """Rate in each interval, repeated when the scenario lasts longer; a Poisson stream within it. Empty = a day of the
    history: the mean of all days that the journal has."""
    talk: Times
    wrap_up: Times = Times(kind="constant")
    patience: Times | None = None
    """How long somebody waits before giving up; None = for ever."""
    medium: str = "voice"
    data: dict[str, str] = {}


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Agents who are alike."""

    name: str
    agents: Annotated[tuple[Annotated[int, Meta(ge=0)], ...], Meta(min_length=1)]
    """How many are on duty in each interval, repeated when the scenario lasts longer."""
    skills: dict[str, Annotated[int, Meta(ge=1, le=HIGHEST_LEVEL)]] = {}
    seat: str = SEATS[0]
    team: str = ""
    site: str = ""
    capacity: dict[str, int] | None = None


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One simulation."""

    arrivals: dict[str, Arrivals]
    """By queue code."""
    centre: bool = False
    """Play on the rules (and, without ``groups``, the agents) of the centre itself."""
    groups: tuple[Group, ...] = ()
    rings: dict[str, tuple[Ring, ...]] = {}
    """By queue code; a queue without needs the skill of its own name."""
    queues: dict[str, dict[str, object]] = {}
    """Further rules of a queue, as ``contracts.directory.Queue`` has them."""
    calls: Annotated[int, Meta(ge=1)] = 100_000
    """How many arrivals in all."""
    warm_up: Annotated[float, Meta(ge=0, lt=1)] = 0.1
    """Share of the arrivals that are not counted, until the centre has filled."""
    interval_s: Annotated[float, Meta(ge=1)] = 900.0
    answer: Times = Times(kind="constant")
    """How long an agent lets it ring."""
    target_s: Annotated[float, Meta(ge=0)] = 20.0
    """Service level: answered within this time."""
    seed: str = "hollyhock"


def needs_centre(scenario: Scenario) -> bool:
    """Tell whether the centre's journal must be read: for its rules, or for what has been observed."""
    times = [t for a in scenario.arrivals.values() for t in (a.talk, a.wrap_up, a.patience) if t is not None]
    no_rates = any(not rules.per_hour for rules in scenario.arrivals.values())
    return scenario.centre or no_rates or any(one.kind == "history" for one in times)


def directory_of(scenario: Scenario, base: Directory | None = None) -> Directory:
    """Return the directory that a scenario plays on: the centre's own (``base``), or one made from its groups."""
    codes = sorted(scenario.arrivals)
    queues = {queue.code: queue for queue in base.queues} if base else {}
    for code in codes:
        plain = queues.get(code) or _plain(code)
        wraps = scenario.arrivals[code].wrap_up.mean() > 0
        rules = {"announce_every_ms": 0, "wrap_up_ms": _LONG_MS if wraps else 0, **scenario.queues.get(code, {})}
        fields = {name: msgspec.convert(value, QUEUE_RULES[name]) for name, value in rules.items()}
        rings = scenario.rings.get(code, plain.rings)
        queues[code] = msgspec.structs.replace(plain, rings=rings, **fields)
    agents = tuple(agent for group in scenario.groups for agent in _agents(group)) or (base.agents if base else ())
    skills = sorted({name for agent in agents for name in agent.skills} | set(codes))
    labels = {code: Labelled(code, Names(code, code)) for code in skills}
    teams = {(team.code, team.site): team for team in base.teams} if base else {}
    for group in scenario.groups:
        if group.team or group.site:
            # Where nobody sits in a team, no site is known.
            name = group.team or group.site
            teams.setdefault((name, group.site), Team(name, Names(name, name), group.site))
    return Directory(
        version=1,
        queues=tuple(queues.values()),
        agents=agents,
        skills=tuple({**labels, **({skill.code: skill for skill in base.skills} if base else {})}.values()),
        wrap_up_codes=base.wrap_up_codes if base else (),
        calendars=base.calendars if base else (),
        teams=tuple(teams.values()),
        trunks=(Trunk(code="out", kind="account"),),
        entry_points=tuple(EntryPoint(code=code, address=code, flow=code, language="en") for code in codes),
        flows=tuple(Flow(code=c, languages=("en",), start="go", nodes={"go": ToQueue(queue=c)}) for c in codes),
    )


def with_rules(
    directory: Directory, rings: dict[str, tuple[Ring, ...]], queues: dict[str, dict[str, object]]
) -> Directory:
    """Return a directory with other rings and rules for some queues; raise ``msgspec.ValidationError``."""
    changed = []
    for queue in directory.queues:
        fields = {name: msgspec.convert(value, QUEUE_RULES[name]) for name, value in queues.get(queue.code, {}).items()}
        changed.append(msgspec.structs.replace(queue, rings=rings.get(queue.code, queue.rings), **fields))
    return msgspec.structs.replace(directory, queues=tuple(changed))


_LONG_MS = 86_400_000
"""After-call work ends when the drawn time is over, never by the queue's own limit."""
QUEUE_RULES = {f.name: f.type for f in msgspec.structs.fields(Queue) if f.name not in ("code", "name", "rings")}
"""Rule of a queue that ``[queues.QUEUE]`` may give, to its type."""


def _plain(code: str) -> Queue:
    return Queue(code=code, name=Names(code, code), rings=(Ring(requires=(Requirement(code),)),))


def _agents(group: Group) -> list[Agent]:
    return [
        Agent(
            code=f"{group.name}.{number}",
            name=group.name,
            team=group.team,
            site=group.site,
            seat=group.seat,
            skills=group.skills,
            capacity=dict(CAPACITY) if group.capacity is None else group.capacity,
        )
        for number in range(max(group.agents, default=0))
    ]
