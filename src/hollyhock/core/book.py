"""The directory, looked up: codes to entries, and every ring's rules as numbers that are quick to compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import NamedTuple, TypeVar

import msgspec

from hollyhock.contracts.directory import Agent, Calendar, Directory, EntryPoint, Prompt, Queue, Trunk
from hollyhock.contracts.flow import Flow
from hollyhock.contracts.routing import Requirement, Ring, Strategy
from hollyhock.core.classes import SkillClass, attributes, class_of, satisfies
from hollyhock.core.strategies import standing

T = TypeVar("T")
_SPARE = 100


class Bench(NamedTuple):
    """An order of idle agents: those who satisfy a class, as a strategy and the preferences put them."""

    wanted: int
    """Number of the class."""
    strategy: Strategy
    prefers: tuple[Requirement, ...]


class Source(NamedTuple):
    """A bench that a ring may take from."""

    bench: int
    kind: str
    """``own`` (always), ``reserve`` (somebody in ``queue`` has waited for ``limit_ms``) or ``loan`` (nobody in
    ``queue`` has)."""
    queue: str = ""
    limit_ms: int = 0


class Spec(NamedTuple):
    """Whom a waiting interaction can be offered to: the first source that has somebody."""

    sources: tuple[Source, ...]
    together: bool
    """Ring several at once."""


class Seat(NamedTuple):
    """An agent's place on a bench."""

    bench: int
    standing: int


class Book:
    """Read-only look-ups over one directory version."""

    def __init__(self, directory: Directory, before: Book | None = None) -> None:
        """Build the tables; costs one pass over the directory. What stood in the book ``before`` keeps its number."""
        self.version = directory.version
        self.languages = directory.languages
        self.queues: dict[str, Queue] = {queue.code: queue for queue in directory.queues}
        self.agents: dict[str, Agent] = {agent.code: agent for agent in directory.agents}
        self._published = dict(self.agents)
        self.entry_points: dict[str, EntryPoint] = {point.code: point for point in directory.entry_points}
        self.calendars: dict[str, Calendar] = {calendar.code: calendar for calendar in directory.calendars}
        self.reasons = frozenset(reason.code for reason in directory.reasons)
        self.flows: dict[str, Flow] = {flow.code: flow for flow in directory.flows}
        self.prompts: dict[str, Prompt] = {prompt.code: prompt for prompt in directory.prompts}
        self.trunks: dict[str, Trunk] = {trunk.code: trunk for trunk in directory.trunks}
        self._ways_out = [trunk for trunk in directory.trunks if trunk.server or trunk.kind == "account"]
        self.classes: list[SkillClass] = list(before.classes) if before else []
        self.benches: list[Bench] = list(before.benches) if before else []
        self.specs: list[Spec] = list(before.specs) if before else []
        self.watching: dict[str, tuple[int, ...]] = {}
        """Queue to the specs whose conditions look at its line."""
        self._class_numbers: dict[SkillClass, int] = {one: number for number, one in enumerate(self.classes)}
        self._bench_numbers: dict[Bench, int] = {one: number for number, one in enumerate(self.benches)}
        self._spec_numbers: dict[Spec, int] = {one: number for number, one in enumerate(self.specs)}
        self._by_key: dict[str, list[int]] = {}
        """Skill to the classes that nobody without it (or without another of its keys) satisfies."""
        self._benches_of_class: dict[int, list[int]] = defaultdict(list)
        for number, bench in enumerate(self.benches):
            self._benches_of_class[bench.wanted].append(number)
        self._seats: dict[str, tuple[Seat, ...]] = {}
        self._skills = frozenset(skill.code for skill in directory.skills)
        self._rings = {code: self._lines(queue) for code, queue in self.queues.items()}
        self.longest_return_ms = max((q.entry.return_ms for q in directory.queues), default=0)
        self.longest_known_ms = max((q.own.last_agent_ms for q in directory.queues), default=0)
        limits = [point.limit.within_ms for point in directory.entry_points if point.limit is not None]
        self.longest_window_ms = max(limits, default=0)
        self.draws = any(ring.strategy == "by_weight" for queue in directory.queues for ring in queue.rings)
        """Some ring chooses by weight."""
        self.counts = any(ring.strategy == "least_occupied" for queue in directory.queues for ring in queue.rings)
        """Some ring chooses the least occupied."""
        self.asking: dict[int, list[str]] = {}
        """Class to the queues of which some ring asks it of its own agents."""
        for code in self.queues:
            for number in self.classes_asked(code):
                self.asking.setdefault(number, []).append(code)
        self._nobodys = self._spec(Ring(), (), None)
        self._index_classes()
        for number in sorted(self._in_use()):
            for source in self.specs[number].sources:
                if source.queue:
                    self.watching[source.queue] = (*self.watching.get(source.queue, ()), number)

    def followed_by(self, directory: Directory) -> Book:
        """Return the book of a newer directory, with this one's numbers unless most of them have fallen out of use."""
        following = Book(directory, self)
        return following if len(following.specs) < 2 * len(following._in_use()) + _SPARE else Book(directory)

    def continues(self, before: Book) -> bool:
        """Tell whether what stood in another book has the same numbers here."""
        return self.specs[: len(before.specs)] == before.specs and self.benches[: len(before.benches)] == before.benches

    def keep_seats(self, before: Book, but: Collection[str]) -> None:
        """Take over the benches of the agents for whom nothing has changed; costs less than finding them."""
        self._seats |= {code: seats for code, seats in before._seats.items() if code not in but}

    def spec_of(self, queue: str, ring: int, data: Mapping[str, str]) -> int:
        """Return the number of the spec of a queue's ring and of values; a vanished queue asks nothing."""
        lines = self._rings.get(queue)
        if not lines:
            return self._nobodys
        names, specs = lines[min(ring, len(lines) - 1)]
        return specs[tuple(self._value(name, data) for name in names) if names else ()]

    def lines_of(self, queue: str) -> list[tuple[tuple[str, ...], dict[tuple[str, ...], int]]]:
        """Return for each ring the names that count and, for each combination of their values, the spec."""
        return self._rings.get(queue, [])

    def entry_of(self, code: str) -> Agent | None:
        """Return what the directory says of an agent, whatever skills hold for this log-on."""
        return self._published.get(code)

    def everybody(self) -> Iterable[str]:
        """Return the codes of all agents."""
        return self._published.keys()

    def class_of(self, queue: str, ring: int = 0, data: Mapping[str, str] | None = None) -> int:
        """Return the number of the class that a queue's ring asks of its own agents."""
        return self.benches[self.specs[self.spec_of(queue, ring, data or {})].sources[0].bench].wanted

    def last_ring(self, queue: str) -> int:
        """Return the number of a queue's widest ring: what comes after it is only where the line ends."""
        entry = self.queues.get(queue)
        return max((n for n, ring in enumerate(entry.rings) if ring.overflow is None), default=0) if entry else 0

    def set_skills(self, code: str, skills: dict[str, int] | None) -> None:
        """Let an agent have other skills than the directory says, or (None) those again."""
        agent = self._published.get(code)
        if agent is not None:
            self.agents[code] = agent if skills is None else msgspec.structs.replace(agent, skills=skills)
        self._seats.pop(code, None)

    def knows_skill(self, code: str) -> bool:
        """Tell whether the directory has a skill."""
        return code in self._skills

    def classes_asked(self, queue: str) -> set[int]:
        """Return the classes that any ring of a queue asks of its own agents; nobody serves where the line ends."""
        entry = self.queues.get(queue)
        rings = zip(entry.rings, self._rings[queue], strict=True) if entry is not None else ()
        serving = [by_values for ring, (_, by_values) in rings if ring.overflow is None]
        specs = [self.specs[n] for by_values in serving for n in by_values.values()]
        return {self.benches[spec.sources[0].bench].wanted for spec in specs}

    def seats_of(self, code: str) -> tuple[Seat, ...]:
        """Return the benches that an agent belongs on, in a fixed order."""
        found = self._seats.get(code)
        if found is None:
            found = self._seats[code] = self._find_seats(code)
        return found

    def classes_of(self, code: str) -> tuple[int, ...]:
        """Return the classes that an agent satisfies."""
        return tuple(dict.fromkeys(self.benches[seat.bench].wanted for seat in self.seats_of(code)))

    def serves(self, code: str, queue: str) -> bool:
        """Tell whether an agent could serve some ring of a queue."""
        mine = {seat.bench for seat in self.seats_of(code)}
        specs = [self.specs[n] for _, by_values in self._rings.get(queue, ()) for n in by_values.values()]
        return any(source.bench in mine for spec in specs for source in spec.sources)

    def way_out(self, entry_point: str) -> Trunk | None:
        """Return the trunk through which customers of an entry point are called: one that knows its number, if any."""
        point = self.entry_points.get(entry_point)
        address = point.address if point else ""
        # One that may dial every number of ours is better than one that is another number's.
        rank = {True: 0, False: 2}
        ways = sorted(self._ways_out, key=lambda way: rank[address in way.dnis] if way.dnis else 1)
        return ways[0] if ways else None

    def can_call(self, other: Book) -> bool:
        """Tell whether the same customers can be called as by another book."""
        return (self._ways_out, self._addresses()) == (other._ways_out, other._addresses())

    def _addresses(self) -> dict[str, str]:
        return {code: point.address for code, point in self.entry_points.items()}

    def _in_use(self) -> set[int]:
        lines = (by_values for rings in self._rings.values() for _, by_values in rings)
        return {self._nobodys, *(number for by_values in lines for number in by_values.values())}

    # --- building -----------------------------------------------------------------------------------------------------

    def _lines(self, queue: Queue) -> list[tuple[tuple[str, ...], dict[tuple[str, ...], int]]]:
        """Return for each ring the names that count and, for each combination of their values, the spec."""
        lines = []
        for ring in queue.rings:
            values = [("", *self._values(name)) for name in ring.by_data]
            lines.append((ring.by_data, {chosen: self._spec(ring, chosen, queue) for chosen in product(*values)}))
        return lines

    def _values(self, name: str) -> list[str]:
        return sorted(skill.removeprefix(f"{name}.") for skill in self._skills if skill.startswith(f"{name}."))

    def _value(self, name: str, data: Mapping[str, str]) -> str:
        value = data.get(name, "")
        return value if f"{name}.{value}" in self._skills else ""

    def _spec(self, ring: Ring, chosen: tuple[str, ...], queue: Queue | None) -> int:
        by_data = {name: value for name, value in zip(ring.by_data, chosen, strict=True) if value}
        sources = [Source(self._bench(ring, class_of(ring, by_data)), "own")]
        if queue is not None:
            sources += self._lent(ring, queue)
            if queue.reserve is not None:
                wanted = class_of(Ring(requires=queue.reserve.requires), {})
                sources.append(Source(self._bench(ring, wanted), "reserve", queue.code, queue.reserve.risk_ms))
        return _number(self.specs, self._spec_numbers, Spec(tuple(sources), ring.strategy == "all_at_once"))

    def _lent(self, ring: Ring, queue: Queue) -> list[Source]:
        lenders = [(loan, self.queues[loan.lender]) for loan in queue.loans if loan.lender in self.queues]
        return [
            Source(self._bench(ring, class_of(lender.rings[0], {})), "loan", loan.lender, loan.well_ms)
            for loan, lender in lenders
        ]

    def _bench(self, ring: Ring, wanted: SkillClass) -> int:
        number = _number(self.classes, self._class_numbers, wanted)
        bench = Bench(number, ring.strategy, tuple(sorted(set(ring.prefers))))
        seen = bench in self._bench_numbers
        found = _number(self.benches, self._bench_numbers, bench)
        if not seen:
            self._benches_of_class[number].append(found)
        return found

    def _index_classes(self) -> None:
        """Find each class by its rarest clause, so that an agent's seats cost by what few others ask for, too."""
        asked = Counter(r.skill for wanted in self.classes for clause in wanted for r in clause)
        for number, wanted in enumerate(self.classes):
            keys = min(
                ([r.skill for r in clause] for clause in wanted), key=lambda c: sum(asked[s] for s in c), default=[""]
            )
            for skill in set(keys):
                self._by_key.setdefault(skill, []).append(number)

    def _find_seats(self, code: str) -> tuple[Seat, ...]:
        agent = self.agents.get(code)
        if agent is None:
            return ()
        has = attributes(agent)
        candidates = {number for skill in ("", *has) for number in self._by_key.get(skill, ())}
        seats = []
        for number in sorted(candidates):
            wanted = self.classes[number]
            if satisfies(has, wanted):
                for found in self._benches_of_class[number]:
                    bench = self.benches[found]
                    seats.append(Seat(found, standing(has, bench.strategy, wanted, bench.prefers)))
        return tuple(seats)


def _number(row: list[T], numbers: dict[T, int], item: T) -> int:
    found = numbers.get(item)
    if found is None:
        found = numbers[item] = len(row)
        row.append(item)
    return found
