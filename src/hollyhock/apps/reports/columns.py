"""The columns of the reports: what they are called, what kind of value they hold, how it is reckoned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hollyhock.contracts.directory import Names
from hollyhock.core.kpi.formulas import Fraction
from hollyhock.core.kpi.measures import AgentFigures, QueueFigures

COUNT, TIME, SHARE = "count", "time", "share"
"""Kinds of values: whole numbers, milliseconds, fractions of one."""


@dataclass(frozen=True)
class Column:
    """A figure: either a plain sum, or a fraction whose parts are summed before it is divided."""

    name: str
    title: Names
    kind: str
    fraction: Callable[[Any], Fraction] | None = None


def _sum(name: str, kind: str, zh: str, en: str) -> Column:
    return Column(name, Names(zh, en), kind)


def _handle_time(figures: QueueFigures | AgentFigures) -> Fraction:
    return figures.handle_time


_WORK = (
    _sum("handled", COUNT, "处理完成", "Handled"),
    Column("aht_ms", Names("平均处理时长", "AHT"), TIME, _handle_time),
    _sum("talk_ms", TIME, "通话时长", "Talk time"),
    _sum("hold_ms", TIME, "保持时长", "Hold time"),
    _sum("acw_ms", TIME, "话后时长", "After-call work"),
)
SERVICE_LEVEL = "service_level"
"""Reckoned by the formula in force for the row's queue, so it has no fraction of its own here."""

QUEUES: tuple[Column, ...] = (
    _sum("offered", COUNT, "进入队列", "Offered"),
    _sum("answered", COUNT, "接通", "Answered"),
    _sum("answered_within", COUNT, "时限内接通", "Answered in time"),
    _sum("abandoned", COUNT, "放弃", "Abandoned"),
    _sum("abandoned_within", COUNT, "时限内放弃", "Abandoned in time"),
    _sum("short_abandoned", COUNT, "短放弃", "Short abandoned"),
    _sum("flow_out", COUNT, "流出", "Flowed out"),
    Column(SERVICE_LEVEL, Names("服务水平", "Service level"), SHARE),
    Column("asa_ms", Names("平均应答速度", "ASA"), TIME, lambda figures: figures.speed_of_answer),
    _sum("longest_wait_ms", TIME, "最长等待", "Longest wait"),
    *_WORK,
)
AGENTS: tuple[Column, ...] = (
    _sum("offered", COUNT, "派单", "Offered"),
    _sum("answered", COUNT, "接听", "Answered"),
    _sum("refused", COUNT, "拒接", "Refused"),
    _sum("expired", COUNT, "未应答", "Not answered"),
    _sum("withdrawn", COUNT, "撤回", "Withdrawn"),
    _sum("failed", COUNT, "失败", "Failed"),
    _sum("transferred", COUNT, "转接", "Transferred"),
    *_WORK,
    Column("occupancy", Names("占用率", "Occupancy"), SHARE, lambda figures: figures.occupancy),
    _sum("busy_ms", TIME, "忙时长", "Busy"),
    _sum("working_after_call_ms", TIME, "话后状态时长", "Working after call"),
    _sum("ready_ms", TIME, "就绪时长", "Ready"),
    _sum("not_ready_ms", TIME, "未就绪时长", "Not ready"),
    _sum("alerting_ms", TIME, "振铃时长", "Ringing"),
)
KINDS: dict[str, tuple[Column, ...]] = {"queues": QUEUES, "agents": AGENTS}
