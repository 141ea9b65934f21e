"""Says in one sentence why an offer went to its agent, from the trace that the engine kept."""

from __future__ import annotations

from typing import Any

from hollyhock.contracts.directory import Names
from hollyhock.contracts.routing import LARGEST_GROUP

_STRATEGIES = {
    "longest_idle": Names("空闲最久，已空闲 {idle_zh}", "idle for longest: {idle_en}"),
    "least_occupied": Names("近期最不忙，占用 {occupancy}%", "least at work of late: {occupancy} %"),
    "fewest_handled": Names("登录以来处理最少，{handled} 件", "fewest handled since log-on: {handled}"),
    "most_skilled": Names("所需技能级别最高", "the highest levels in what is asked for"),
    "least_skilled": Names("技能最少，留住专家", "the fewest skills, so that experts stay free"),
    "round_robin": Names("轮到该座席", "whose turn it was"),
    "by_weight": Names("按权重抽取", "drawn by weight"),
}
_SOURCES = {
    "own": Names("第 {ring} 圈内有 {count} 名座席可接", "ring {ring} had {agents} who could take it"),
    "reserve": Names(
        "第 {ring} 圈无人空闲、服务水平告急，后备中有 {count} 名座席可接",
        "ring {ring} had nobody free and the service level was at risk, so of the reserve {agents} could take it",
    ),
    "loan": Names(
        "第 {ring} 圈无人空闲，向其他队列借用，有 {count} 名座席可接",
        "ring {ring} had nobody free and another queue could lend: {agents} could take it",
    ),
}
_GIVEN = {
    "known": Names("等到熟悉该客户的 {agent} 空闲。", "it had waited for {agent}, who knows the customer and is free."),
    "pulled": Names("{agent} 自行从队列中取走。", "{agent} took it out of turn."),
    "pushed": Names("班长指派给 {agent}。", "a shift leader gave it to {agent}."),
}
_REASONS = {
    "not_free": Names("未就绪或正忙", "not ready, or busy"),
    "not_ready": Names("未就绪", "not ready"),
    "busy": Names("忙", "busy"),
    "offered": Names("正在振铃", "ringing already"),
    "wrapping_up": Names("话后处理", "in after-call work"),
    "skill": Names("技能不符", "without the skill"),
    "unreachable": Names("话机或页面不在线，或没有空余容量", "with the softphone or page away, or at their capacity"),
}


def explain(agent: str, trace: dict[str, Any]) -> Names:
    """Return the sentence; ``agent`` is a name, or a code; ``trace`` an encoded ``contracts.events.Trace``."""
    count = trace.get("candidates", 0)
    figures = {
        "agent": agent,
        **_spans("waited", trace.get("waited_ms", 0)),
        **_spans("idle", trace.get("idle_ms", 0)),
        "handled": trace.get("handled", 0),
        "occupancy": round(100 * trace.get("occupancy", 0.0)),
        "ring": trace.get("ring", 0) + 1,
        "count": count,
        "agents": "1 agent" if count == 1 else f"{count} agents",
        "group": min(count, LARGEST_GROUP),
    }
    parts = [Names("等待 {waited_zh}后，", "After {waited_en} of waiting: "), *_decision(trace), _passed_over(trace)]
    zh, en = "".join(one.zh for one in parts), "".join(one.en for one in parts)
    return Names(zh.format(**figures), en.format(**figures))


def _spans(name: str, ms: int) -> dict[str, str]:
    minutes, seconds = divmod(ms // 1000, 60)
    zh = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
    en = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    return {f"{name}_zh": zh, f"{name}_en": en}


def _decision(trace: dict[str, Any]) -> list[Names]:
    source = trace.get("source", "own")
    given = _GIVEN.get(source)
    if given is not None:
        return [given]
    strategy = trace.get("strategy", "")
    found = _SOURCES.get(source, _SOURCES["own"])
    if strategy == "all_at_once":
        together = Names(
            "，同时振铃 {group} 名，{agent} 在内。", "; {group} of them rang together, {agent} among them."
        )
        return [found, together]
    how = _STRATEGIES.get(strategy, Names(strategy, strategy))
    return [found, Names(f"，选中 {{agent}}（{how.zh}）。", f"; {{agent}} was chosen ({how.en}).")]


def _passed_over(trace: dict[str, Any]) -> Names:
    excluded = [(one["reason"], one["count"]) for one in trace.get("excluded", ())]
    passed = [(_REASONS.get(reason, Names(reason, reason)), count) for reason, count in excluded]
    if not passed:
        return Names("", "")
    return Names(
        "未选：" + "、".join(f"{count} 人{name.zh}" for name, count in passed) + "。",
        " Passed over: " + ", ".join(f"{count} {name.en}" for name, count in passed) + ".",
    )
