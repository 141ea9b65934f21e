"""A dry run as a person enters and reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from hollyhock.apps.base.words import both
from hollyhock.apps.prompts.facade import Wording
from hollyhock.contracts.directory import Directory
from hollyhock.contracts.flow import Flow, Part
from hollyhock.core.flows.dry_run import Inputs, StepTaken, dry_run

_ANSWERS = """customer: {customer_number: C10001, customer_name: 李雷, tier: vip}
billing: {balance: "1234567", valid_until: "2027-12-31"}
"""


class TrialForm(forms.Form):
    """What the customer and the world do during a dry run."""

    language = forms.ChoiceField(
        label=both("首选语言", "First language"),
        choices=[("zh-Hans", "中文"), ("en", "English")],
        widget=UnfoldAdminSelectWidget,
        required=False,
    )
    ani = forms.CharField(
        label=both("主叫号码", "Caller's number"),
        initial="+8613800138001",
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    keys = forms.CharField(
        label=both("按键", "Keys"),
        required=False,
        initial="1, 1",
        widget=UnfoldAdminTextInputWidget,
        help_text=both("每个菜单一项，用逗号分开；空项表示不按键。", "One per menu, with commas; empty is silence."),
    )
    at = forms.DateTimeField(
        label=both("时间", "Time"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
        help_text=both("留空表示现在。", "Empty means now."),
    )
    answers = forms.CharField(
        label=both("查询结果（YAML）", "What look-ups find (YAML)"),
        required=False,
        initial=_ANSWERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "style": "font-family: monospace"}),
        help_text=both("没有写出的连接器查不到结果。", "A connector that is not named finds nothing."),
    )
    staffed = forms.BooleanField(
        label=both("有座席登录", "Agents are logged in"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget
    )
    message = forms.BooleanField(
        label=both("客户会留言", "Customer leaves a message"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
    )

    def clean_answers(self) -> dict[str, dict[str, str] | None]:
        """Read the connectors' answers."""
        try:
            data = yaml.safe_load(self.cleaned_data["answers"] or "{}")
            return msgspec.convert(data, dict[str, dict[str, str] | None], strict=False)
        except (yaml.YAMLError, msgspec.ValidationError):
            raise ValidationError(
                both(
                    "看不懂，请写成：连接器: {名称: 值}，数字加引号。",
                    "Cannot be read; write connector: {name: value}, numbers in quotes.",
                )
            ) from None

    def inputs(self, queues: list[str]) -> Inputs:
        """Return the inputs of the walk."""
        data = self.cleaned_data
        moment: datetime = data["at"] or timezone.now()
        return Inputs(
            now=int(moment.timestamp() * 1000),
            language=data["language"],
            values={"ani": data["ani"]} if data["ani"] else {},
            keys=tuple(key.strip() for key in data["keys"].split(",")) if data["keys"] else (),
            answers=data["answers"],
            staffed=dict.fromkeys(queues, data["staffed"]),
            message=data["message"],
        )


def walk(flow: Flow, directory: Directory, form: TrialForm, tenant: int) -> list[dict[str, Any]]:
    """Return the steps of a dry run, each with the words that the customer hears."""
    wordings = Wording.objects.filter(prompt__tenant=tenant).values_list("prompt__code", "language", "text")
    texts = {(code, language): text for code, language, text in wordings}
    steps = dry_run(flow, directory, form.inputs([queue.code for queue in directory.queues]))
    return [_shown(step, texts) for step in steps]


_OUTCOMES = {
    "played": both("播完", "played"),
    "digits": both("按键", "pressed"),
    "no_input": both("没有按键", "no key"),
    "invalid": both("位数不足", "too few digits"),
    "open": both("营业", "open"),
    "closed": both("非营业", "closed"),
    "yes": both("有人", "staffed"),
    "no": both("无人", "nobody"),
    "found": both("查到", "found"),
    "unknown": both("查不到", "not found"),
    "recorded": both("已留言", "message left"),
    "failed": both("没有留言", "no message"),
}
_THEN = {
    "go": both("到节点 {}", "node {}"),
    "again": both("再来一次（{}）", "once more ({})"),
    "queue": both("排入队列 {}", "queue {}"),
    "message": both("留言给队列 {}", "message to queue {}"),
    "end": both("结束（{}）", "the end ({})"),
}
_BECAUSE = {"no_input": both("没有按键", "no key"), "no_match": both("按键无效", "wrong key")}


def _follows(then: str) -> str:
    """Return the next step in words; its code comes from ``core.flows.dry_run``."""
    word, _, what = then.partition(" ")
    return str(_THEN[word]).format(_BECAUSE.get(what, what)) if word in _THEN else then


def _shown(step: StepTaken, texts: dict[tuple[str, str], str]) -> dict[str, Any]:
    heard = [_words(part, step, texts) for part in step.heard]
    said = {"outcome": str(_OUTCOMES.get(step.outcome, step.outcome)), "then": _follows(step.then)}
    return {
        **msgspec.structs.asdict(step),
        **said,
        "heard": heard,
        "set": ", ".join(f"{k}={v}" for k, v in step.set.items()),
    }


def _words(part: Part, step: StepTaken, texts: dict[tuple[str, str], str]) -> str:
    if part.prompt is not None:
        return texts.get((part.prompt, step.language)) or f"♪ {part.prompt}"
    return f"【{part.value} = {step.values.get(part.value or '', '')}】"
