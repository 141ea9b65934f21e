"""Reports from the database equal a recomputation from the raw events, written another way, on any day anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hollyhock.apps.interactions import projecting
from hollyhock.apps.people.models import Team, User
from hollyhock.apps.reports.selectors import Asked, Report, report
from hollyhock.apps.tenancy.models import RoutingDomain
from hollyhock.contracts import events as ev
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.journal import Entry
from hollyhock.testing.histories import History

from .conftest import Maker
from .helpers import SCOPE, ListJournal, catch_up

HOUR = 3_600_000
CHANGES = (
    ("Europe/Berlin", 1_774_742_400_000),  # 2026-03-29, 23 hours
    ("Europe/Berlin", 1_792_886_400_000),  # 2026-10-25, 25 hours
    ("America/New_York", 1_793_491_200_000),  # 2026-11-01
    ("Australia/Lord_Howe", 1_791_036_000_000),  # 2026-10-04, half an hour
    ("America/Sao_Paulo", 1_541_300_400_000),  # 2018-11-04, no midnight
    ("Asia/Shanghai", 1_774_742_400_000),
)
Key = tuple[str, str]
"""The interval's label on the local clock with its offset, and the code."""


class Plain:
    """The figures again, straight from the events: one dictionary of sums per interval and code."""

    def __init__(self, entries: list[Entry], start: int, end: int, label: Callable[[int], str], now: int) -> None:
        self.start, self.end, self.label, self.now = start, end, label, now
        self.queues: dict[Key, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
        self.agents: dict[Key, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
        self.directory = Directory(version=0)
        self.events = [(entry.at, event) for entry in entries for event in entry.events]
        self._walk()
        self._states()

    def _count(self, table: dict[Key, dict[str, Any]], at: int, code: str, name: str, by: int = 1) -> None:
        if self.start <= at < self.end:
            table[self.label(at), code][name] += by

    def _rule(self, code: str) -> tuple[int, int]:
        (queue,) = [queue for queue in self.directory.queues if queue.code == code]
        return queue.service_level_ms, queue.short_abandon_ms

    def _walk(self) -> None:
        waiting: dict[str, tuple[str, int]] = {}
        ringing: dict[str, tuple[str, int]] = {}
        works: dict[tuple[str, str], dict[str, Any]] = {}
        for index, (at, event) in enumerate(self.events):
            if isinstance(event, ev.DirectoryPublished):
                self.directory = event.directory
                continue
            if isinstance(event, ev.Queued):
                waiting[event.interaction] = (event.queue, at)
                self._count(self.queues, at, event.queue, "offered")
            elif isinstance(event, ev.Dequeued):
                self._left(waiting.pop(event.interaction), at, event.outcome)
            elif isinstance(event, ev.OfferMade):
                ringing[event.offer] = (event.agent, at)
                self._count(self.agents, at, event.agent, "offered")
            elif isinstance(event, ev.OfferEnded):
                self._rang(ringing.pop(event.offer), at)
                self._count(self.agents, at, event.agent, event.outcome)
            elif isinstance(event, ev.OfferAccepted):
                self._rang(ringing.pop(event.offer), at)
                self._count(self.agents, at, event.agent, "answered")
                queue, began = waiting.pop(event.interaction)
                self._left((queue, began), at, "answered")
                works[event.agent, event.interaction] = {"queue": queue, "marks": [(at, "talk_ms")]}
            else:
                self._talk(index, works)
        for offer in ringing.values():
            self._rang(offer, self.now)

    def _talk(self, index: int, works: dict[tuple[str, str], dict[str, Any]]) -> None:
        at, event = self.events[index]
        if isinstance(event, ev.Held | ev.Retrieved | ev.Reattaching | ev.Established):
            name = {ev.Held: "hold_ms", ev.Reattaching: "gap"}.get(type(event), "talk_ms")
            works[event.agent, event.interaction]["marks"].append((at, name))
        elif isinstance(event, ev.Transferred):
            self._count(self.agents, at, event.agent, "transferred")
        elif isinstance(event, ev.ConnectionCleared):
            work = works[event.agent, event.interaction]
            work["marks"].append((at, "over"))
            if not self._wraps_up(index, event):
                self._done(works.pop((event.agent, event.interaction)), event.agent, at, 0)
        elif isinstance(event, ev.WrapUpFinished):
            work = works.pop((event.agent, event.interaction))
            self._done(work, event.agent, at, at - work["marks"][-1][0])

    def _wraps_up(self, index: int, cleared: ev.ConnectionCleared) -> bool:
        at = self.events[index][0]
        return any(
            isinstance(event, ev.WrapUpStarted) and event.interaction == cleared.interaction and moment == at
            for moment, event in self.events[index + 1 : index + 4]
        )

    def _left(self, wait: tuple[str, int], at: int, outcome: str) -> None:
        queue, began = wait
        threshold, short = self._rule(queue)
        self._count(self.queues, at, queue, outcome)
        if outcome == "answered":
            self._count(self.queues, at, queue, "waited", at - began)
            self._count(self.queues, at, queue, "answered_within", int(at - began <= threshold))
        if outcome == "abandoned":
            self._count(self.queues, at, queue, "abandoned_within", int(at - began <= threshold))
            self._count(self.queues, at, queue, "short_abandoned", int(at - began < short))
        if self.start <= at < self.end:
            row = self.queues[self.label(at), queue]
            row["longest"] = max(row["longest"], at - began)

    def _done(self, work: dict[str, Any], agent: str, at: int, acw: int) -> None:
        sums: dict[str, int] = defaultdict(int)
        for (began, name), (ended, _next) in zip(work["marks"], work["marks"][1:], strict=False):
            sums[name] += ended - began
        for table, code in ((self.queues, work["queue"]), (self.agents, agent)):
            self._count(table, at, code, "handled")
            self._count(table, at, code, "talk_ms", sums["talk_ms"])
            self._count(table, at, code, "hold_ms", sums["hold_ms"])
            self._count(table, at, code, "acw_ms", acw)

    def _rang(self, offer: tuple[str, int], ended: int) -> None:
        self._spread(offer[0], "alerting_ms", offer[1], ended)

    def _spread(self, agent: str, name: str, began: int, ended: int) -> None:
        """Add time to intervals by cutting it at every minute: no interval begins within one."""
        moment, stop = max(began, self.start), min(ended, self.end)
        while moment < stop:
            edge = min(stop, moment - moment % 60_000 + 60_000)
            self.agents[self.label(moment), agent][name] += edge - moment
            moment = edge

    def _states(self) -> None:
        """Ask for each agent between any two moments of the journal what the state was, from sets of facts."""
        modes: dict[str, str] = {}
        held: dict[str, set[str]] = defaultdict(set)
        wrapping: dict[str, set[str]] = defaultdict(set)
        last = self.events[0][0]
        for at, event in [*self.events, (self.now, None)]:
            if at > last:
                for agent, mode in modes.items():
                    name = "busy_ms" if held[agent] else "working_after_call_ms" if wrapping[agent] else mode
                    if mode != "off":
                        self._spread(agent, name, last, at)
                last = at
            if isinstance(event, ev.AgentLoggedOn) and modes.get(event.agent, "off") == "off":
                modes[event.agent] = "not_ready_ms"
            elif isinstance(event, ev.AgentReady):
                modes[event.agent] = "ready_ms"
            elif isinstance(event, ev.AgentNotReady):
                modes[event.agent] = "not_ready_ms"
            elif isinstance(event, ev.AgentLoggedOff):
                modes[event.agent] = "off"
            elif isinstance(event, ev.OfferAccepted):
                held[event.agent].add(event.interaction)
            elif isinstance(event, ev.ConnectionCleared):
                held[event.agent].discard(event.interaction)
            elif isinstance(event, ev.WrapUpStarted):
                wrapping[event.agent].add(event.interaction)
            elif isinstance(event, ev.WrapUpFinished):
                wrapping[event.agent].discard(event.interaction)


def labeller(zone: ZoneInfo, interval: str) -> Callable[[int], str]:
    def label(moment: int) -> str:
        local = datetime.fromtimestamp(moment // 1000, zone)
        if interval == "day":
            return f"{local:%F}"
        step = int(interval)
        return f"{local:%F %H}:{local.minute // step * step:02} {local.utcoffset()}"

    return label


def level(formula: str, n: dict[str, Any]) -> float | None:
    good, answered, gone = n["answered_within"], n["answered"], n["abandoned"]
    above, below = {
        "SL1": (good + n["abandoned_within"], answered + gone),
        "SL2": (good, answered),
        "SL3": (good, answered + gone),
        "SL4": (good, answered + (gone - n["abandoned_within"])),
        "SL5": (good + n["short_abandoned"], answered + gone),
        "SL6": (good, answered + gone - n["short_abandoned"]),
    }[formula]
    return above / below if below else None


def mean(above: int, below: int) -> int | None:
    return round(above / below) if below else None


def expected_queues(plain: Plain, formula: str) -> dict[Key, dict[str, Any]]:
    same = ("offered", "answered", "answered_within", "abandoned", "abandoned_within", "short_abandoned", "flow_out")
    work = ("handled", "talk_ms", "hold_ms", "acw_ms")
    own = {queue.code: queue.service_level_formula for queue in plain.directory.queues}
    return {
        key: {name: n[name] for name in (*same, *work)}
        | {
            "service_level": level(formula or own[key[1]], n),
            "asa_ms": mean(n["waited"], n["answered"]),
            "longest_wait_ms": n["longest"],
            "aht_ms": mean(n["talk_ms"] + n["hold_ms"] + n["acw_ms"], n["handled"]),
        }
        for key, n in plain.queues.items()
    }


def expected_agents(plain: Plain) -> dict[Key, dict[str, Any]]:
    same = ("offered", "answered", "refused", "expired", "withdrawn", "failed", "transferred", "handled")
    times = (
        "talk_ms",
        "hold_ms",
        "acw_ms",
        "busy_ms",
        "working_after_call_ms",
        "ready_ms",
        "not_ready_ms",
        "alerting_ms",
    )
    found = {}
    for key, n in plain.agents.items():
        handling = n["busy_ms"] + n["working_after_call_ms"]
        whole = handling + n["ready_ms"]
        found[key] = {name: n[name] for name in (*same, *times)} | {
            "aht_ms": mean(n["talk_ms"] + n["hold_ms"] + n["acw_ms"], n["handled"]),
            "occupancy": float(Fraction(handling, whole)) if whole else None,
        }
    return found


def rows_of(made: Report, label: Callable[[int], str]) -> dict[Key, dict[str, Any]]:
    found = {}
    for row in made.rows:
        key = (label(row["start"]), row["code"])
        assert key not in found
        values = {name: value for name, value in row.items() if name not in {"start", "end", "code"}}
        if any(values.values()):
            found[key] = values
    return found


@dataclass(frozen=True)
class Case:
    """One history and one report of it."""

    where: tuple[str, int]
    seed: int
    before: int
    length: int
    interval: str
    formula: str
    long: bool


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.builds(
        Case,
        where=st.sampled_from(CHANGES),
        seed=st.integers(0, 2**32),
        before=st.integers(-3 * HOUR, 26 * HOUR),
        length=st.integers(1, 50 * HOUR),
        interval=st.sampled_from(("15", "30", "60", "day")),
        formula=st.sampled_from(("", "SL1", "SL2", "SL3", "SL4", "SL5", "SL6")),
        long=st.booleans(),
    )
)
def test_reports_equal_a_recomputation_from_the_raw_events(
    domain: RoutingDomain, administrator: User, case: Case
) -> None:
    projecting.clear(SCOPE)
    zone, first = ZoneInfo(case.where[0]), case.where[1]
    pauses = (1_000, 61_000, 1_500_000, 4_000_000) if case.long else (0, 1, 4_999, 9_000, 20_000, 400_000)
    entries = History(Random(case.seed), first + case.before).run(250, pauses=pauses)
    catch_up(ListJournal(entries))
    now = entries[-1].at + 90_000
    start = first + case.before // 2
    label, end = labeller(zone, case.interval), start + case.length
    plain = Plain(entries, start, end, label, now)
    asked = Asked("queues", start, end, case.interval, zone, formula=case.formula)
    queues = report(administrator, asked, now)
    wanted = {key: values for key, values in expected_queues(plain, case.formula).items() if any(values.values())}
    assert rows_of(queues, label) == wanted
    agents = report(administrator, Asked("agents", start, end, case.interval, zone), now)
    wanted = {key: values for key, values in expected_agents(plain).items() if any(values.values())}
    assert rows_of(agents, label) == wanted
    for made in (queues, agents):
        for column in made.columns:
            if column.fraction is None and column.name not in {"service_level", "longest_wait_ms"}:
                assert made.totals[column.name] == sum(row[column.name] for row in made.rows)


def check_service_levels(client: Client, entries: list[Entry], rows: list[dict[str, Any]]) -> None:
    """A service level drills down to all that its formula measures, the queue's own or the one asked for."""
    published = [e for entry in entries for e in entry.events if isinstance(e, ev.DirectoryPublished)][-1].directory
    own = {queue.code: queue.service_level_formula for queue in published.queues}
    for row in rows:
        for formula in ("", "SL2", "SL4", "SL6"):
            left_out = {"SL2": "abandoned", "SL4": "abandoned_within", "SL6": "short_abandoned"}
            missing = left_out.get(formula or own[row["code"]])
            measured = row["answered"] + row["abandoned"] - (row[missing] if missing else 0)
            bounds = {"from": row["start"], "to": row["end"], "queue": row["code"], "formula": formula}
            assert in_pages(client, **bounds, metric="service_level")[1] == measured


def get(client: Client, path: str, /, **query: Any) -> Any:
    return client.get(path, query)


def in_pages(client: Client, **query: Any) -> tuple[list[str], int]:
    names: list[str] = []
    for page in range(1, 100):
        answer = get(client, "/api/interactions", **query, page=page).json()
        names += [row["id"] for row in answer["rows"]]
        if page >= answer["pages"]:
            assert len(names) == answer["total"]
            return names, answer["counted"]
    raise AssertionError("too many pages")


NO_LIST = {"ready_ms", "not_ready_ms"}
COUNTS = {
    "queues": ("offered", "answered", "abandoned", "short_abandoned", "flow_out", "handled", "answered_within"),
    "agents": ("offered", "answered", "refused", "expired", "withdrawn", "failed", "transferred", "handled"),
}


@pytest.mark.parametrize("kind", ["queues", "agents"])
def test_every_figure_drills_down_to_exactly_what_it_counts(
    kind: str, domain: RoutingDomain, administrator: User, as_person: Callable[[User], Client]
) -> None:
    entries = History(Random(11), CHANGES[0][1]).run(900)
    catch_up(ListJournal(entries))
    client = as_person(administrator)
    period = {"from": entries[0].at + HOUR, "to": entries[-1].at - HOUR}
    body = get(client, f"/api/reports/{kind}", **period, interval="60", tz="Europe/Berlin").json()
    assert len(body["rows"]) > 12
    narrow = "queue" if kind == "queues" else "agent"
    for row in body["rows"][::7]:
        for name in COUNTS[kind]:
            names, counted = in_pages(
                client, **{"from": row["start"], "to": row["end"], narrow: row["code"], "metric": name}
            )
            assert counted == row[name], name
            assert len(names) == len(set(names)) <= counted
    for name in COUNTS[kind]:
        assert in_pages(client, **period, metric=name, of=kind)[1] == body["totals"][name]
    if kind == "queues":
        check_service_levels(client, entries, body["rows"][::5])
    for name in set(body["columns"][3:]) - NO_LIST:
        assert get(client, "/api/interactions", **period, metric=name, of=kind).status_code == 200
    answer = get(client, "/api/interactions", **period, metric="nonsense", of=kind)
    assert (answer.status_code, answer.json()["field"]) == (422, "metric")


def test_the_drill_down_names_the_interactions_of_the_events(
    domain: RoutingDomain, administrator: User, as_person: Callable[[User], Client]
) -> None:
    entries = History(Random(5), CHANGES[0][1]).run(800)
    catch_up(ListJournal(entries))
    start, end = entries[0].at + HOUR, entries[-1].at - HOUR
    events = [(e.at, event) for e in entries for event in e.events if start <= e.at < end]
    client = as_person(administrator)
    period = {"from": start, "to": end}
    wanted = {event.interaction for _, event in events if isinstance(event, ev.Queued) and event.queue == "sales"}
    assert set(in_pages(client, **period, queue="sales", metric="offered")[0]) == wanted
    wanted = {e.interaction for _, e in events if isinstance(e, ev.OfferAccepted) and e.agent == "1001"}
    assert set(in_pages(client, **period, agent="1001", metric="answered")[0]) == wanted
    gone = {e.interaction for _, e in events if isinstance(e, ev.Dequeued) and e.outcome == "abandoned"}
    assert set(in_pages(client, **period, metric="abandoned")[0]) == gone


def test_leaders_count_what_they_see_and_agents_only_themselves(
    domain: RoutingDomain, teams: dict[str, Team], make_person: Maker, as_person: Callable[[User], Client]
) -> None:
    agent = make_person("li", "agent", agent_code="1001", team=teams["north"])
    leader = make_person("zhao", "shift_leader", leads=(teams["north"],))
    entries = History(Random(5), CHANGES[0][1]).run(1_200)
    catch_up(ListJournal(entries))
    period = {"from": entries[0].at, "to": entries[-1].at + 1}
    client = as_person(leader)
    body = get(client, "/api/reports/agents", **period, interval="day", tz="UTC").json()
    assert (
        0
        < body["totals"]["answered"]
        < sum(isinstance(event, ev.OfferAccepted) for entry in entries for event in entry.events)
    )
    for name in COUNTS["agents"]:
        assert in_pages(client, **period, metric=name, of="agents")[1] == body["totals"][name]
    own = as_person(agent)
    body = get(own, "/api/reports/agents", **period, interval="day", tz="UTC").json()
    assert {row["code"] for row in body["rows"]} == {"1001"}
    for name in COUNTS["agents"]:
        assert in_pages(own, **period, metric=name, of="agents")[1] == body["totals"][name]
    assert get(own, "/api/reports/queues", **period, interval="day").status_code == 403


def test_files_hold_the_same_figures(
    domain: RoutingDomain, administrator: User, as_person: Callable[[User], Client]
) -> None:
    entries = History(Random(5), CHANGES[1][1]).run(300)
    catch_up(ListJournal(entries))
    client = as_person(administrator)
    query = {"from": entries[0].at, "to": entries[-1].at, "interval": "60", "tz": "Europe/Berlin"}
    body = get(client, "/api/reports/queues", **query).json()
    text = get(client, "/api/reports/queues.csv", **query).content.decode("utf-8-sig").splitlines()
    assert len(text) == len(body["rows"]) + 2
    assert text[0].startswith("开始,结束,代码,进入队列")
    assert "+0" in text[1].split(",")[0]
    answer = get(client, "/api/reports/queues.xlsx", **query)
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.cell(sheet.max_row, 4).value == body["totals"]["offered"]
    assert sheet.cell(2, 4).value == body["rows"][0]["offered"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"tz": "Mars/Olympus"}, "tz"), ({"to": 0}, "to"), ({"interval": "15", "to": 4_000_000_000_000}, "interval"),
     ({"interval": "7"}, "interval"), ({"formula": "SL9"}, "formula"), ({"from": "soon"}, "from")],
)  # fmt: skip
def test_what_is_asked_wrongly_is_named(
    change: dict[str, Any], field: str, administrator: User, as_person: Callable[[User], Client]
) -> None:
    query = {"from": 1_000, "to": HOUR, "interval": "60", "tz": "UTC", **change}
    answer = get(as_person(administrator), "/api/reports/queues", **query)
    assert answer.status_code == 422
    assert field in answer.json()["field"]
