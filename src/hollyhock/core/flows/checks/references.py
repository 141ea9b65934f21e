"""Mistakes in what a flow names: queues, calendars, connectors, prompts and languages that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hollyhock.contracts.directory import Directory, Prompt
from hollyhock.contracts.flow import AnyNode, Flow, Hours, LookUp, Menu, Staffed, ToQueue, Voicemail
from hollyhock.core.flows.checks.parts import all_parts
from hollyhock.core.flows.connectors import Connector
from hollyhock.core.flows.findings import Findings, Path, instead


def check_references(flow: Flow, directory: Directory, connectors: Mapping[str, Connector], findings: Findings) -> None:
    """Note every name that the directory or the list of connectors does not know."""
    _check_languages(flow, directory, findings)
    _check_prompts(flow, {prompt.code: prompt for prompt in directory.prompts}, findings)
    queues = {queue.code for queue in directory.queues}
    calendars = {calendar.code for calendar in directory.calendars}
    for name, node in flow.nodes.items():
        path = ("nodes", name)
        match node:
            case ToQueue() | Staffed() | Voicemail():
                _known("queue", node.queue, queues, (*path, "queue"), findings)
            case Hours():
                _known("calendar", node.calendar, calendars, (*path, "calendar"), findings)
            case LookUp():
                _check_connector(node, path, connectors, findings)
            case _:
                _check_set(node, path, flow.languages, findings)


_WHAT = {
    "queue": ("队列", "queue"),
    "calendar": ("日历", "calendar"),
    "connector": ("连接器", "connector"),
    "parameter": ("参数", "parameter"),
    "prompt": ("提示音", "prompt"),
    "language": ("语言", "language"),
}


def _known(what: str, name: str, known: Iterable[str], path: Path, findings: Findings) -> None:
    names = set(known)
    if name not in names:
        what_zh, what_en = _WHAT[what]
        zh, en = instead(name, names)
        findings.add(f"flow_{what}", path, f"没有{what_zh}“{name}”。{zh}", f"There is no {what_en} “{name}”. {en}")


def _check_languages(flow: Flow, directory: Directory, findings: Findings) -> None:
    for index, language in enumerate(flow.languages):
        _known("language", language, directory.languages, ("languages", str(index)), findings)


def _check_prompts(flow: Flow, prompts: Mapping[str, Prompt], findings: Findings) -> None:
    for path, part in all_parts(flow):
        if part.prompt is None:
            continue
        _known("prompt", part.prompt, prompts, (*path, "prompt"), findings)
        if part.prompt in prompts:
            missing = [language for language in flow.languages if language not in prompts[part.prompt].audio]
            if missing:
                listed = ", ".join(missing)
                findings.add(
                    "flow_prompt_language",
                    (*path, "prompt"),
                    f"提示音“{part.prompt}”缺少语言：{listed}。请录制、上传或填写文字。",
                    f"The prompt “{part.prompt}” lacks {listed}; record it, upload it or give its text.",
                )


def _check_connector(node: LookUp, path: Path, connectors: Mapping[str, Connector], findings: Findings) -> None:
    _known("connector", node.connector, connectors, (*path, "connector"), findings)
    connector = connectors.get(node.connector)
    if connector is not None:
        for parameter in node.ask:
            _known("parameter", parameter, connector.asks, (*path, "ask", parameter), findings)


def _check_set(node: AnyNode, path: Path, languages: tuple[str, ...], findings: Findings) -> None:
    if isinstance(node, Menu):
        for key, choice in node.choices.items():
            if "language" in choice.set:
                place = (*path, "choices", key, "set", "language")
                _known("language", choice.set["language"], languages, place, findings)
