"""Why somebody still waits, and why an agent cannot take it: as data and as sentences."""

from __future__ import annotations

from hollyhock.contracts.directory import Names
from hollyhock.contracts.waiting import TakeReason, Why, WhyReason
from hollyhock.core.data import OWN, Interaction
from hollyhock.core.index.idle import slot
from hollyhock.core.state import State


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
    benches, wanted = state.index.benches, state.book.class_of(it.queue, it.ring, it.data)
    able, ready, serving = (one.get(wanted, 0) for one in (benches.logged_on, benches.ready, benches.serving))
    ahead = state.index.lines.position(it) - 1
    reason: WhyReason
    if not benches.everyone:
        reason = "nobody_logged_in"
    elif not able:
        reason = "skill_missing"
    elif not serving:
        reason = "nobody_ready"
    elif not ready:
        reason = "all_busy"
    else:
        # Whoever could be rung would have been, whatever the place in the line.
        reason = "capacity"
    return Why(reason=reason, able=able, serving=serving, ready=ready, ahead=ahead)


def why_not(state: State, code: str, medium: str) -> TakeReason:
    """Return why an agent cannot be offered one more of a medium now; empty when they can."""
    if medium in state.index.benches.free.get(code, ()):
        return ""
    agent = state.agent(code)
    if not agent.logged_on:
        return "not_logged_in"
    if not agent.ready:
        return "not_ready"
    if agent.offer:
        return "offered"
    if agent.wraps:
        return "after_call_work"
    if not agent.present:
        return "page_gone"
    return "phone_away" if slot(medium) == "voice" and not agent.device_up else "capacity"


def sentence(why: Why, agent: str = "") -> Names:
    """Return the reason as people read it; ``agent`` is the name of ``why.agent``."""
    who = agent or why.agent
    match why.reason:
        case "offered":
            return Names(f"正在向 {who} 振铃。", f"It rings at {who}.")
        case "own_agent":
            return Names(f"先等熟悉客户的座席 {who}。", f"It waits first for {who}, who knows the customer.")
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
        case _:
            return _counted(why)


def _counted(why: Why) -> Names:
    first_zh = f"前面还有 {why.ahead} 位。" if why.ahead else ""
    first_en = f" {why.ahead} {'comes' if why.ahead == 1 else 'come'} before it." if why.ahead else ""
    match why.reason:
        case "nobody_ready":
            zh = f"{why.able} 名合适的座席{_all(why.able)}未就绪。"
            en = f"{_count(why.able)} could serve it, but nobody is ready."
        case "all_busy":
            away = why.able - why.serving
            beside = f"，另有 {away} 名未就绪" if away else ""
            zh = f"{why.serving} 名合适的座席{_all(why.serving)}在忙或正在振铃{beside}。"
            serve = "serves it," if why.serving == 1 else "serve it, all"
            en = f"{_count(why.serving)} {serve} busy or ringing now{f'; {away} not ready' if away else ''}."
        case _:
            zh = f"{why.ready} 名合适的座席已就绪，但话机或页面不在线，或没有空余容量。"
            en = f"{_count(why.ready)} ready, but with the softphone or page away, or at their capacity."
    return Names(zh + first_zh, en + first_en)


def _all(agents: int) -> str:
    return "都" if agents > 1 else ""


def _count(agents: int) -> str:
    return "1 agent" if agents == 1 else f"{agents} agents"


CANNOT: dict[TakeReason, Names] = {
    "not_logged_in": Names("该座席未登录", "the agent is not logged in"),
    "not_ready": Names("该座席未就绪", "the agent is not ready"),
    "offered": Names("该座席正在振铃", "the agent is being rung already"),
    "after_call_work": Names("该座席在话后处理", "the agent is in after-call work"),
    "page_gone": Names("该座席的页面已断开", "the agent's page is gone"),
    "phone_away": Names("该座席的软电话未连接", "the agent's softphone is away"),
    "capacity": Names("该座席没有空余容量", "the agent has no capacity left for it"),
}
"""Why an agent cannot take it, as the rest of a refusal."""
