"""The centre that is measured: agents, queues and rules of one size, drawn from a seed."""

from random import Random
from typing import NamedTuple

from hollyhock.contracts.directory import Agent, Directory, EntryPoint, Labelled, Names, Queue
from hollyhock.contracts.flow import Flow, ToQueue
from hollyhock.contracts.routing import Entry, Requirement, Ring

PER_PRODUCT = 5
"""Queues that ask for the same product, by other rules."""
CALM = 0.2
"""Share of the products whose line is empty as a rule: agents wait for customers there."""
WIDEN_MS = 60_000


class Size(NamedTuple):
    """How large a centre is."""

    agents: int
    queues: int
    waiting: int


class World(NamedTuple):
    """A centre, and who belongs to what."""

    directory: Directory
    busy: tuple[str, ...]
    """Queues with a line."""
    calm: tuple[str, ...]
    """Queues without one."""


def world(size: Size, seed: str = "hollyhock") -> World:
    """Return a centre. Each agent serves two products (so ten queues at most) with two to four skills."""
    chance = Random(f"{seed} {size.agents}")
    products = max(2, size.queues // PER_PRODUCT)
    calm = max(1, round(products * CALM))
    queues = tuple(_queue(number, number % products) for number in range(size.queues))
    agents = tuple(_agent(number, products, calm, chance) for number in range(size.agents))
    codes = [queue.code for queue in queues]
    skills = (*(f"p{number}" for number in range(products)), "zh", "en")
    directory = Directory(
        version=1,
        queues=queues,
        agents=agents,
        skills=tuple(Labelled(code, Names(code, code)) for code in skills),
        reasons=(Labelled("break", Names("小休", "Break")),),
        entry_points=tuple(EntryPoint(code=code, address=code, flow=code, language="en") for code in codes),
        flows=tuple(Flow(code=c, languages=("en",), start="go", nodes={"go": ToQueue(queue=c)}) for c in codes),
    )
    groups = ["calm" if number % products < calm else "busy" for number in range(size.queues)]
    pick = {name: tuple(c for c, g in zip(codes, groups, strict=True) if g == name) for name in ("busy", "calm")}
    return World(directory, pick["busy"], pick["calm"])


def _queue(number: int, product: int) -> Queue:
    able, expert = Requirement(f"p{product}"), Requirement(f"p{product}", 5)
    variants = (
        (Ring(requires=(able,)),),
        (Ring(requires=(able,), strategy="least_skilled"),),
        (Ring(requires=(expert, Requirement("en"))), Ring(after_ms=WIDEN_MS, requires=(able,))),
        (
            Ring(requires=(expert, Requirement("en")), strategy="most_skilled"),
            Ring(after_ms=WIDEN_MS, requires=(able,)),
        ),
        (Ring(requires=(able,), strategy="least_occupied"),),
    )
    code = f"q{number}"
    return Queue(
        code=code,
        name=Names(code, code),
        rings=variants[number % len(variants)],
        wrap_up_codes=("done",),
        # Telling half a million people their position is the telephone's work; the lines are what is measured.
        announce_every_ms=0,
        entry=Entry(most_waiting=1_000_000),
    )


def _agent(number: int, products: int, calm: int, chance: Random) -> Agent:
    kind = range(calm) if number % 5 == 0 or products <= calm else range(calm, products)
    own = chance.sample(kind, min(2, len(kind)))
    skills = {f"p{product}": chance.randint(1, 10) for product in own}
    skills["zh"] = chance.randint(1, 10)
    if chance.random() < 0.5:
        skills["en"] = chance.randint(1, 10)
    return Agent(code=f"a{number}", name=f"a{number}", team=f"t{number % 100}", skills=skills)
