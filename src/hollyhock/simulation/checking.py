"""What is wrong with a scenario that can be read: times without a size, queues that nobody serves, rules of nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path as File

import msgspec

from hollyhock.contracts.directory import Directory
from hollyhock.contracts.errors import Problem
from hollyhock.contracts.flow import Flow
from hollyhock.core.book import Book
from hollyhock.core.flows.findings import Findings, Path, instead
from hollyhock.core.routing_checks import check_routing
from hollyhock.core.shape import check_shape
from hollyhock.simulation.chance import Times
from hollyhock.simulation.reading import read_toml, refuse
from hollyhock.simulation.scenario import QUEUE_RULES, Arrivals, Group, Scenario, directory_of


def read_scenario(file: File) -> Scenario:
    """Return a scenario from a TOML file; raise ``Invalid`` naming the fields and the remedies."""
    scenario = read_toml(file, Scenario)
    refuse(file.name, check_scenario(scenario))
    return scenario


def check_scenario(scenario: Scenario) -> list[Problem]:
    """Return what is wrong with a scenario by itself."""
    findings = Findings()
    if not scenario.arrivals:
        zh, en = "请写明谁来电，例如 [arrivals.sales]。", "Say who comes, such as [arrivals.sales]."
        findings.add("nobody_comes", ("arrivals",), zh, en)
    for code, rules in scenario.arrivals.items():
        _check_arrivals(rules, ("arrivals", code), findings)
    if scenario.answer.kind == "history":
        zh, en = "振铃时长没有历史，请写分布。", "The history has none of these; give a distribution."
        findings.add("history", ("answer", "kind"), zh, en)
    else:
        _check_times(scenario.answer, ("answer",), findings, ends=True)
    for name in ("rings", "queues"):
        check_known(name, getattr(scenario, name), scenario.arrivals, findings)
    check_rules(scenario.queues, findings)
    _check_groups(scenario.groups, findings)
    return findings.problems()


def check_known(name: str, codes: Iterable[str], known: Iterable[str], findings: Findings) -> None:
    """Note rules for queues that are not there."""
    there = set(known)
    for code in codes:
        if code not in there:
            zh, en = instead(code, there)
            findings.add("unknown", (name, code), f"没有这个队列。{zh}", f"There is no such queue. {en}")


def check_rules(queues: Mapping[str, Mapping[str, object]], findings: Findings) -> None:
    """Note further rules of queues (``[queues.QUEUE]``) that no queue has, or of another type."""
    for code, rules in queues.items():
        for name, value in rules.items():
            path = ("queues", code, name)
            if name not in QUEUE_RULES:
                zh, en = instead(name, QUEUE_RULES)
                findings.add("file_field", path, f"没有这个字段。{zh}", f"There is no such field. {en}")
            else:
                check_shape(QUEUE_RULES[name], value, findings, family="file", path=path)


def check_played(scenario: Scenario, base: Directory | None = None) -> list[Problem]:
    """Return what is wrong with the rules that a scenario plays on, and whom nobody there would ever answer.

    What was wrong with the centre itself (``base``), too, is not the scenario's fault.
    """
    played = directory_of(scenario, base)
    known = check_routing(base) if base is not None else []
    if found := [problem for problem in check_routing(_with_flows(played)) if problem not in known]:
        return found
    findings, book = Findings(), Book(played)
    if not played.agents:
        zh, en = (
            "没有人当班，请写明谁应答，例如 [[groups]]。",
            "Nobody is on duty; say who answers, such as [[groups]].",
        )
        findings.add("nobody_serves", ("groups",), zh, en)
        return findings.problems()
    if base is not None:
        check_known("arrivals", scenario.arrivals, (queue.code for queue in base.queues), findings)
    for code, rules in scenario.arrivals.items():
        able = [agent for agent in played.agents if book.serves(agent.code, code)]
        if not able:
            zh, en = "没有座席具备它要求的技能。", "No agent has the skills that it asks for."
            findings.add("nobody_serves", ("arrivals", code), zh, en)
        elif not any(agent.capacity.get(rules.medium) for agent in able):
            zh, en = instead(rules.medium, {medium for agent in able for medium in agent.capacity})
            findings.add(
                "medium",
                ("arrivals", code, "medium"),
                f"没有座席服务“{rules.medium}”。{zh}",
                f"Nobody serves “{rules.medium}”. {en}",
            )
    return findings.problems()


def _with_flows(played: Directory) -> Directory:
    """Return a directory with the flows at which lines end: they are not simulated, whatever their name."""
    ends = [ring.overflow for queue in played.queues for ring in queue.rings]
    ends += [queue.entry.when_full for queue in played.queues]
    there = {flow.code for flow in played.flows}
    named = {end.to for end in ends if end is not None and end.kind == "flow"} - there - {""}
    flows = (Flow(code=code, languages=("en",), start="", nodes={}) for code in sorted(named))
    return msgspec.structs.replace(played, flows=(*played.flows, *flows))


def _check_arrivals(rules: Arrivals, path: Path, findings: Findings) -> None:
    if rules.per_hour and not any(rules.per_hour):
        zh, en = "全部为 0，没有人来电。", "All are 0, so nobody comes."
        findings.add("nobody_comes", (*path, "per_hour"), zh, en)
    _check_times(rules.talk, (*path, "talk"), findings, ends=True)
    _check_times(rules.wrap_up, (*path, "wrap_up"), findings, ends=True)
    if rules.patience is not None:
        _check_times(rules.patience, (*path, "patience"), findings, ends=False)


def _check_times(times: Times, path: Path, findings: Findings, *, ends: bool) -> None:
    """Note what a distribution lacks; ``ends``: none may be endless."""
    match times.kind:
        case "exponential" | "lognormal" | "gamma":
            if not times.mean_s:
                zh, en = "请写平均秒数 mean_s。", "Give its mean in seconds, mean_s."
                findings.add("mean", path, zh, en)
        case "observed":
            if not times.observed_s:
                zh, en = "请写观察到的秒数。", "Give the seconds that were observed."
                findings.add("observed", (*path, "observed_s"), zh, en)
        case "curve":
            _check_curve(times, (*path, "curve"), findings, ends=ends)
        case _:
            pass


def _check_curve(times: Times, path: Path, findings: Findings, *, ends: bool) -> None:
    steps = times.curve
    rising = all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(steps))
    if not steps or not rising or steps[0][0] < 0 or not 0 <= steps[0][1] <= steps[-1][1] <= 1:
        zh = "请写 [秒, 比例] 的列表，两者都递增，比例在 0 到 1 之间。"
        en = "Give pairs of seconds and share, both rising, the share between 0 and 1."
        findings.add("curve", path, zh, en)
    elif ends and steps[-1][1] < 1:
        zh, en = "最后的比例须为 1，否则有的永不结束。", "The last share must be 1, or some would never end."
        findings.add("curve", path, zh, en)


def _check_groups(groups: tuple[Group, ...], findings: Findings) -> None:
    counts = Counter(group.name for group in groups)
    for number, group in enumerate(groups):
        if counts[group.name] > 1:
            zh, en = (
                f"有几个组叫“{group.name}”，请改名。",
                f"Several are called “{group.name}”; give each its own name.",
            )
            findings.add("twice", ("groups", str(number), "name"), zh, en)
