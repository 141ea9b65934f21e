"""What can be wrong with a queue and its rings."""

from __future__ import annotations

from collections.abc import Iterable

from hollyhock.contracts.directory import Calendar, Queue
from hollyhock.contracts.routing import (
    HIGHEST_LEVEL,
    HIGHEST_PRIORITY,
    MOST_TRIES,
    Overflow,
    Requirement,
    Ring,
)
from hollyhock.core.checks.faults import Faults
from hollyhock.core.checks.names import Known
from hollyhock.core.flows.findings import Path

_FORMULAS = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")


def check_queue(queue: Queue, known: Known, faults: Faults) -> None:
    """Note what is wrong with a queue by itself."""
    path = ("queues", queue.code)
    _check_rings(queue, path, known, faults)
    faults.within((*path, "priority"), queue.priority, 0, HIGHEST_PRIORITY)
    faults.at_least((*path, "offer_ms"), queue.offer_ms, 1)
    faults.at_least((*path, "service_level_ms"), queue.service_level_ms, 1)
    faults.known((*path, "service_level_formula"), queue.service_level_formula, _FORMULAS)
    for code in queue.wrap_up_codes:
        faults.known((*path, "wrap_up_codes"), code, known.wrap_up_codes)
    for name in ("wrap_up_ms", "short_abandon_ms", "announce_every_ms"):
        faults.time((*path, name), getattr(queue, name))
    if queue.calendar:
        _check_calendar(queue.calendar, (*path, "calendar"), known.calendars, faults)
    _check_ranks(queue, path, faults)
    _check_entry(queue, path, known, faults)
    _check_helpers(queue, path, known, faults)


def _check_rings(queue: Queue, path: Path, known: Known, faults: Faults) -> None:
    if not queue.rings or queue.rings[0].after_ms > 0 or queue.rings[0].overflow is not None:
        zh, en = "第一圈须从 0 秒开始且不是溢出。", "the first ring begins at 0 s and is no overflow."
        faults.add("first_ring", (*path, "rings"), zh, en)
    last = -1
    for number, ring in enumerate(queue.rings):
        here = (*path, "rings", str(number))
        faults.time((*here, "after_ms"), ring.after_ms)
        if 0 <= ring.after_ms <= last:
            zh, en = "须晚于前一圈。", "it must begin later than the ring before."
            faults.add("ring_order", (*here, "after_ms"), zh, en)
        last = max(last, ring.after_ms)
        _check_ring(ring, here, known, faults)
        if ring.overflow is not None and number + 1 < len(queue.rings):
            zh, en = "溢出之后不能再有圈。", "no ring can follow the overflow."
            faults.add("after_overflow", (*here, "overflow"), zh, en)


def _check_ring(ring: Ring, path: Path, known: Known, faults: Faults) -> None:
    _check_requirements(ring.requires, (*path, "requires"), known, faults)
    _check_requirements(ring.prefers, (*path, "prefers"), known, faults)
    for group in ring.any_of:
        _check_requirements(group, (*path, "any_of"), known, faults)
        if not group:
            zh, en = "一组里至少写一个技能。", "a group needs one skill at least."
            faults.add("empty_group", (*path, "any_of"), zh, en)
    for team in ring.teams:
        faults.known((*path, "teams"), team, known.teams)
    for site in ring.sites:
        faults.known((*path, "sites"), site, known.sites)
    faults.once((*path, "by_data"), ring.by_data)
    for name in ring.by_data:
        if name not in known.data:
            zh = f"没有以“{name}.”开头的技能，此项不起作用；请先建立，例如 {name}.en。"
            en = f"no skill begins with “{name}.”, so it would do nothing; make one first, such as {name}.en."
            faults.add("by_data", (*path, "by_data"), zh, en)
    faults.within((*path, "raises"), ring.raises, 0, HIGHEST_PRIORITY)
    if ring.overflow is not None:
        _check_overflow(ring.overflow, (*path, "overflow"), known, faults)


def _check_requirements(requirements: Iterable[Requirement], path: Path, known: Known, faults: Faults) -> None:
    listed = tuple(requirements)
    for one in listed:
        faults.known(path, one.skill, known.skills)
        faults.within((*path, one.skill), one.minimum, 1, HIGHEST_LEVEL)
    faults.once(path, (one.skill for one in listed))


def _check_overflow(overflow: Overflow, path: Path, known: Known, faults: Faults) -> None:
    names = {"queue": known.queues, "flow": known.flows}.get(overflow.kind)
    if names is not None:
        faults.known((*path, "to"), overflow.to, names)


def _check_calendar(code: str, path: Path, calendars: dict[str, Calendar], faults: Faults) -> None:
    faults.known(path, code, calendars)
    calendar = calendars.get(code)
    if calendar is not None and not calendar.week and not any(calendar.special_days.values()):
        zh, en = (
            "此日历从不开放，没有人会被接待；请先填写时段。",
            "it is never open, so nobody would be served; give it hours.",
        )
        faults.add("never_open", path, zh, en)


def _check_ranks(queue: Queue, path: Path, faults: Faults) -> None:
    for name in ("level_ms", "cap_ms"):
        faults.time((*path, "ageing", name), getattr(queue.ageing, name))
    here = (*path, "boosts")
    faults.once(here, (f"{boost.name}={boost.value}" for boost in queue.boosts))
    for boost in queue.boosts:
        if not boost.name or not boost.value or not boost.levels:
            zh, en = "请写成 名称=值:级数，例如 tier=vip:2。", "write name=value:levels, e.g. tier=vip:2."
            faults.add("boost", here, zh, en)
        faults.within(here, boost.levels, -HIGHEST_PRIORITY, HIGHEST_PRIORITY)


def _check_entry(queue: Queue, path: Path, known: Known, faults: Faults) -> None:
    here = (*path, "entry")
    _check_overflow(queue.entry.when_full, (*here, "when_full"), known, faults)
    if queue.entry.when_full.kind == "queue" and queue.entry.when_full.to == queue.code:
        zh, en = "不能转回排满的队列本身，请改去向。", "a full queue cannot send on to itself; change the target."
        faults.add("circular_overflow", (*here, "when_full", "to"), zh, en)
    faults.at_least((*here, "most_waiting"), queue.entry.most_waiting, 1, "most_waiting")
    faults.at_least((*here, "most_per_customer"), queue.entry.most_per_customer, 0)
    faults.time((*here, "return_ms"), queue.entry.return_ms)


def _check_helpers(queue: Queue, path: Path, known: Known, faults: Faults) -> None:
    for name in ("last_agent_ms", "wait_ms"):
        faults.time((*path, "own", name), getattr(queue.own, name))
    if queue.own.last_agent_ms > 0 and queue.own.wait_ms == 0:
        zh, en = "请填写等待多久，否则不会等上次的座席。", "say how long; with 0 nobody waits for the last agent."
        faults.add("own_wait", (*path, "own", "wait_ms"), zh, en)
    faults.within((*path, "callback", "tries"), queue.callback.tries, 1, MOST_TRIES)
    faults.time((*path, "callback", "pause_ms"), queue.callback.pause_ms)
    if queue.reserve is not None:
        _check_requirements(queue.reserve.requires, (*path, "reserve", "requires"), known, faults)
        faults.time((*path, "reserve", "risk_ms"), queue.reserve.risk_ms)
    here = (*path, "loans")
    faults.once(here, (loan.lender for loan in queue.loans))
    for loan in queue.loans:
        faults.known(here, loan.lender, known.queues - {queue.code})
        faults.time(here, loan.well_ms)
