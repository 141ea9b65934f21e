"""Says in one sentence why an offer went to its agent, from the trace that the engine kept."""

from __future__ import annotations

from typing import Any

from hollyhock.contracts.directory import Names

_STRATEGIES = {"longest_idle": Names("空闲最久", "idle for longest")}
_REASONS = {
    "not_free": Names("不空闲", "not free"),
    "not_ready": Names("未就绪", "not ready"),
    "busy": Names("忙", "busy"),
    "offered": Names("正在振铃", "ringing already"),
    "wrapping_up": Names("话后处理", "in after-call work"),
    "skill": Names("技能不符", "without the skill"),
    "unreachable": Names("话机不可用", "without a telephone"),
}


def explain(agent: str, trace: dict[str, Any]) -> Names:
    """Return the sentence; ``trace`` is an encoded ``contracts.events.Trace``."""
    waited, idle = trace.get("waited_ms", 0) // 1000, trace.get("idle_ms", 0) // 1000
    ring, candidates = trace.get("ring", 0) + 1, trace.get("candidates", 0)
    strategy = trace.get("strategy", "")
    how = _STRATEGIES.get(strategy, Names(strategy, strategy))
    passed = [(one["reason"], one["count"]) for one in trace.get("excluded", ())]
    named = [(_REASONS.get(reason, Names(reason, reason)), count) for reason, count in passed]
    zh = f"客户等待 {waited} 秒后，第 {ring} 圈内有 {candidates} 名座席可接，"
    zh += f"选中 {agent}（{how.zh}，已空闲 {idle} 秒）。"
    agents = "1 agent" if candidates == 1 else f"{candidates} agents"
    en = (
        f"After {waited} s of waiting, ring {ring} had {agents} who could take it; {agent} was chosen "
        f"({how.en}: {idle} s)."
    )
    if named:
        zh += "未选：" + "、".join(f"{count} 人{name.zh}" for name, count in named) + "。"
        en += " Passed over: " + ", ".join(f"{count} {name.en}" for name, count in named) + "."
    return Names(zh, en)
