"""Where in a directory something stands, in words."""

from __future__ import annotations

from hollyhock.contracts.directory import Names
from hollyhock.core.flows.findings import Path

_THINGS = {
    "queues": Names("队列", "queue"),
    "agents": Names("座席", "agent"),
    "calendars": Names("日历", "calendar"),
    "entry_points": Names("接入点", "entry point"),
    "flows": Names("流程", "flow"),
}
_FIELDS = {
    "after_ms": Names("开始时刻", "begin"),
    "requires": Names("必备技能", "needs all of"),
    "any_of": Names("任选技能", "needs one of"),
    "prefers": Names("优先技能", "nice to have"),
    "by_data": Names("按客户数据", "by customer data"),
    "teams": Names("班组", "teams"),
    "sites": Names("站点", "sites"),
    "team": Names("班组", "team"),
    "raises": Names("提升优先级", "priority raised by"),
    "overflow": Names("溢出", "overflow"),
    "rings": Names("扩圈", "rings"),
    "priority": Names("优先级", "priority"),
    "offer_ms": Names("振铃时限", "ringing limit"),
    "wrap_up_ms": Names("话后处理时间", "after-call work"),
    "wrap_up_codes": Names("小结代码", "wrap-up codes"),
    "service_level_ms": Names("服务水平阈值", "service-level threshold"),
    "service_level_formula": Names("服务水平公式", "service-level formula"),
    "short_abandon_ms": Names("短时放弃", "short abandon"),
    "announce_every_ms": Names("播报间隔", "announcement interval"),
    "calendar": Names("日历", "calendar"),
    "ageing": Names("等待加权", "ageing"),
    "level_ms": Names("每级时间", "time per level"),
    "cap_ms": Names("上限", "cap"),
    "boosts": Names("按客户数据加级", "boosts"),
    "own": Names("熟悉的座席", "known agent"),
    "last_agent_ms": Names("记住时间", "remembered for"),
    "wait_ms": Names("等待时限", "wait limit"),
    "reserve": Names("后备座席", "reserve"),
    "risk_ms": Names("启用条件", "joins after"),
    "loans": Names("借调", "loans"),
    "entry": Names("入队规则", "entry"),
    "most_waiting": Names("最多排队", "most waiting"),
    "most_per_customer": Names("每位客户最多", "most per customer"),
    "return_ms": Names("保留位置", "place kept for"),
    "when_full": Names("排满时", "when full"),
    "callback": Names("回呼", "call backs"),
    "tries": Names("最多拨打", "calls at most"),
    "pause_ms": Names("两次之间", "between two calls"),
    "skills": Names("技能", "skills"),
    "seat": Names("席位类型", "kind of seat"),
    "capacity": Names("同时处理量", "how many at once"),
    "interrupts": Names("可打断", "may interrupt"),
    "weight": Names("权重", "weight"),
    "limit": Names("来源限制", "limit per customer"),
    "arrivals": Names("次数", "arrivals"),
    "within_ms": Names("时间段", "time"),
    "time_zone": Names("时区", "time zone"),
    "week": Names("每周时段", "weekly hours"),
    "closed_days": Names("特殊日期", "special days"),
    "special_days": Names("特殊日期", "special days"),
    "queue": Names("队列", "queue"),
}
_WHOLE = Names("路由规则", "Routing rules")


def place(path: Path) -> Names:
    """Return a path as people read it, e.g. ``Queue “operator”, ring 2, needs all of``."""
    zh, en, rest = [], [], list(path)
    if rest and rest[0] in _THINGS:
        thing, code = _THINGS[rest.pop(0)], rest.pop(0) if rest else ""
        zh.append(f"{thing.zh}“{code}”" if code else thing.zh)
        en.append(f"{thing.en} “{code}”" if code else f"{thing.en}s")
    while rest:
        key = rest.pop(0)
        if key == "rings" and rest:
            number = int(rest.pop(0)) + 1
            zh.append(f"第 {number} 圈")
            en.append(f"ring {number}")
        elif key == "nodes" and rest:
            node = rest.pop(0)
            zh.append(f"节点“{node}”")
            en.append(f"node “{node}”")
        else:
            name = _FIELDS.get(key, Names(f"“{key}”", f"“{key}”"))
            zh.append(name.zh)
            en.append(name.en)
    words = ", ".join(en)
    return Names("，".join(zh), words[:1].upper() + words[1:]) if zh else _WHOLE
