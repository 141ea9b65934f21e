"""Random rules: directories in which every policy meets every other."""

from __future__ import annotations

from random import Random
from typing import Literal, get_args

import msgspec

from hollyhock.contracts.directory import (
    Agent,
    Calendar,
    Directory,
    EntryPoint,
    Hours,
    Labelled,
    Names,
    Queue,
    Team,
    Trunk,
)
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import (
    Ageing,
    Boost,
    Callback,
    Entry,
    Loan,
    Overflow,
    Own,
    Requirement,
    Reserve,
    Ring,
    SourceLimit,
    Strategy,
)

SKILLS = ("a", "b", "c", "language.en", "language.zh")
QUEUES = ("north", "south", "west")
AGENTS = tuple(str(number) for number in range(1, 9))
MEDIA = ("voice", "voice", "voice", "chat", "email")
_WEEK = tuple(Hours(day, 60 * hour, 60 * hour + 45) for day in range(7) for hour in range(24))


def directory(chance: Random, version: int) -> Directory:
    """Return a small centre with any rules."""
    return Directory(
        version=version,
        queues=tuple(_queue(chance, code) for code in QUEUES),
        agents=tuple(_agent(chance, code) for code in AGENTS[: chance.randint(2, len(AGENTS))]),
        teams=(Team("one", Names("one", "one")), Team("two", Names("two", "two"))),
        skills=tuple(Labelled(code, Names(code, code)) for code in SKILLS),
        reasons=(Labelled("break", Names("break", "break")),),
        entry_points=tuple(EntryPoint(code=code, address=code, flow=code, limit=_limit(chance)) for code in QUEUES),
        flows=tuple(_flow(chance, code) for code in QUEUES),
        trunks=(Trunk(code="carrier", addresses=("192.0.2.1",), server="192.0.2.1"),) if chance.random() < 0.8 else (),
        calendars=(Calendar(code="hours", time_zone="UTC", week=_WEEK),),
    )


def changed(chance: Random, old: Directory, version: int) -> Directory:
    """Return a directory with one thing changed, as people change them."""
    new, what = directory(chance, version), chance.choice(["queues", "agents", "calendars", "trunks", "skills"])
    held, other = getattr(old, what), getattr(new, what)
    match what:
        case "queues":
            # One queue has other rules, is gone, or is there again.
            number = chance.randrange(len(other))
            kept = tuple(queue for queue in held if queue.code != other[number].code)
            held = (*kept, other[number]) if chance.random() < 0.7 else kept
        case "agents":
            number = chance.randrange(len(held))
            held = (*held[:number], _agent(chance, held[number].code), *held[number + 1 :])
        case "calendars":
            held = (Calendar(code="hours", time_zone="UTC", week=_WEEK[: chance.randint(1, len(_WEEK))]),)
        case "trunks":
            held = other
        case _:
            held = tuple(skill for skill in other if chance.random() < 0.8)
    return msgspec.structs.replace(old, version=version, **{what: held})


def _flow(chance: Random, queue: str) -> Flow:
    go = ToQueue(queue=queue, callback=chance.choice(["", "1"]))
    return Flow(code=queue, languages=("en",), start="go", nodes={"go": go})


def skills(chance: Random) -> dict[str, int]:
    """Return any skills with any levels."""
    return {code: chance.randint(1, 10) for code in SKILLS if chance.random() < 0.5}


def _limit(chance: Random) -> SourceLimit | None:
    return SourceLimit(arrivals=3, within_ms=60_000) if chance.random() < 0.2 else None


def _agent(chance: Random, code: str) -> Agent:
    agent = Agent(
        code=code,
        name=code,
        team=chance.choice(["one", "two"]),
        site=chance.choice(["x", "y"]),
        skills=skills(chance),
        weight=chance.randint(1, 4),
    )
    if chance.random() < 0.3:
        capacity = {"voice": 1, "chat": chance.randint(1, 3), "email": 1}
        return msgspec.structs.replace(agent, capacity=capacity, interrupts={"voice": ("email", "chat")})
    return agent


def _queue(chance: Random, code: str) -> Queue:
    other = chance.choice([queue for queue in QUEUES if queue != code])
    return Queue(
        code=code,
        name=Names(code, code),
        rings=_rings(chance, other),
        priority=chance.randint(0, 9),
        offer_ms=chance.choice([1_000, 15_000]),
        wrap_up_ms=chance.choice([0, 5_000]),
        wrap_up_codes=("done",),
        announce_every_ms=chance.choice([0, 10_000]),
        ageing=Ageing(level_ms=chance.choice([1, 10_000, 60_000]), cap_ms=chance.choice([10, 60_000, 600_000])),
        boosts=(Boost(name="vip", value="gold", levels=2),) if chance.random() < 0.5 else (),
        own=Own(last_agent_ms=chance.choice([0, 60_000]), wait_ms=chance.choice([0, 5_000])),
        reserve=Reserve(requires=_needs(chance), risk_ms=5_000) if chance.random() < 0.3 else None,
        loans=(Loan(lender=other, well_ms=chance.choice([0, 5_000])),) if chance.random() < 0.3 else (),
        entry=Entry(
            most_waiting=chance.choice([2, 20]),
            when_full=_overflow(chance, other),
            most_per_customer=chance.choice([0, 1, 2]),
            return_ms=chance.choice([0, 30_000]),
        ),
        callback=Callback(tries=chance.randint(1, 3), pause_ms=chance.choice([0, 20_000, 900_000])),
        calendar="hours" if chance.random() < 0.2 else "",
    )


def _rings(chance: Random, other: str) -> tuple[Ring, ...]:
    rings = [_ring(chance, 10_000 * number) for number in range(chance.randint(1, 3))]
    if chance.random() < 0.4:
        rings.append(Ring(after_ms=40_000, overflow=_overflow(chance, other)))
    return tuple(rings)


def _ring(chance: Random, after_ms: int) -> Ring:
    return Ring(
        after_ms=after_ms,
        requires=_needs(chance),
        any_of=((Requirement("a"), Requirement("b", 5)),) if chance.random() < 0.2 else (),
        teams=("one",) if chance.random() < 0.2 else (),
        sites=("x",) if chance.random() < 0.1 else (),
        by_data=("language",) if chance.random() < 0.2 else (),
        prefers=_needs(chance) if chance.random() < 0.2 else (),
        strategy=chance.choice(get_args(Strategy)),
        raises=chance.choice([0, 0, 2]),
    )


def _needs(chance: Random) -> tuple[Requirement, ...]:
    return tuple(Requirement(code, chance.randint(1, 6)) for code in SKILLS[:3] if chance.random() < 0.3)


def _overflow(chance: Random, other: str) -> Overflow:
    kinds: tuple[Literal["busy", "callback", "queue", "flow"], ...] = ("busy", "callback", "queue", "flow")
    kind = chance.choice(kinds)
    return Overflow(kind=kind, to=other if kind in ("queue", "flow") else "")
