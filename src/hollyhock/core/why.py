"""Why somebody still waits: the one reason between an interaction and an agent, as data and as a sentence."""

from __future__ import annotations

import msgspec

from hollyhock.contracts.directory import Names
from hollyhock.core.data import OWN, Interaction
from hollyhock.core.index.idle import slot
from hollyhock.core.state import State


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """The reason now, with the figures that show it."""

    reason: str
    """``offered``, ``own_agent``, ``calendar``, ``switch_down``, ``journal_full``, ``nobody_logged_in``,
    ``skill_missing``, ``nobody_ready``, ``capacity``, ``others_first`` or ``rests`` (a call back was not reached)."""
    able: int = 0
    """Agents logged on who satisfy the ring in force."""
    ready: int = 0
    """Of them: ready."""
    ahead: int = 0
    """Interactions that come before it in its queue."""
    agent: str = ""
    """With ``offered`` and ``own_agent``: who."""
    until: int | None = None
    """Epoch ms when this ends by itself: the offer, the wait for the own agent; or when the calendar opens."""


def why_waiting(state: State, it: Interaction) -> Why:
    """Return why an interaction that waits has not been given to anybody; costs by its ring, not by the agents."""
    if it.offers:
        offer = state.data.offers[it.offers[0]]
        return Why(reason="offered", agent=offer.agent, until=offer.deadline)
    if it.rests_until is not None:
        return Why(reason="rests", until=it.rests_until)
    if it.queue in state.index.lines.closed:
        opening = next((due[0] for due in state.index.dues.of(f"h {it.queue}")), None)
        return Why(reason="calendar", until=opening)
    if state.data.journal_full:
        return Why(reason="journal_full")
    if slot(it.medium) == "voice" and not state.data.switch_up:
        return Why(reason="switch_down")
    if it.ring == OWN:
        return Why(reason="own_agent", agent=it.own, until=it.own_until)
    return _of_agents(state, it)


def _of_agents(state: State, it: Interaction) -> Why:
    benches, book = state.index.benches, state.book
    spec = book.specs[book.spec_of(it.queue, it.ring, it.data)]
    wanted = book.benches[spec.sources[0].bench].wanted
    able, ready = benches.logged_on.get(wanted, 0), benches.ready.get(wanted, 0)
    ahead = state.index.lines.position(it) - 1
    if not benches.everyone:
        reason = "nobody_logged_in"
    elif not able:
        reason = "skill_missing"
    elif not ready:
        reason = "nobody_ready"
    elif ahead:
        reason = "others_first"
    else:
        reason = "capacity"
    return Why(reason=reason, able=able, ready=ready, ahead=ahead)


def sentence(why: Why) -> Names:
    """Return the reason as people read it."""
    match why.reason:
        case "offered":
            return Names(f"正在向 {why.agent} 振铃。", f"It rings at {why.agent}.")
        case "own_agent":
            return Names(
                f"先等熟悉客户的座席 {why.agent}。", f"It waits first for {why.agent}, who knows the customer."
            )
        case "calendar":
            return Names("队列不在服务时间。", "The queue is outside its hours.")
        case "rests":
            return Names("未能接通客户，稍后再次回呼。", "The customer was not reached; it is tried again later.")
        case "journal_full":
            return Names("日志磁盘已满，暂不分配。", "The journal's disk is full: nobody is offered anything.")
        case "switch_down":
            return Names("交换机不可用。", "The switch is away.")
        case "nobody_logged_in":
            return Names("没有座席登录。", "No agent is logged in.")
        case "skill_missing":
            return Names("已登录的座席都不具备所需技能。", "Nobody who is logged in has the skills that are asked for.")
        case "nobody_ready":
            return Names(f"{why.able} 名合适的座席都未就绪。", f"{_count(why.able)} could serve it, but none is ready.")
        case "others_first":
            return Names(
                f"前面还有 {why.ahead} 位；{why.ready} 名合适的座席已就绪但都在忙。",
                f"{why.ahead} come before it; {_count(why.ready)} could serve it, none is free.",
            )
        case _:
            return Names(
                f"{why.ready} 名合适的座席已就绪，但都没有空余容量。",
                f"{_count(why.ready)} could serve it, but none has capacity left.",
            )


def _count(agents: int) -> str:
    return "1 agent" if agents == 1 else f"{agents} agents"
