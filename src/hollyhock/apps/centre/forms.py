"""Forms of the centre's pages that read more than columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
)

from hollyhock.apps.base.words import both
from hollyhock.apps.centre.models import EntryPoint, Queue
from hollyhock.apps.people.facade import GatedForm, GatedFormSet, visible

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django_stubs_ext import StrOrPromise

Choices = list[tuple[Any, Any]]


def targets(request: Any) -> Choices:
    """Return where an overflow can go, as choices; looked up once for all the forms of a page."""
    found: Choices | None = getattr(request, "overflow_targets", None)
    if found is None:
        found = request.overflow_targets = _targets(request.user)
    return found


def _targets(person: Any) -> Choices:
    plain: list[tuple[StrOrPromise, StrOrPromise]] = [
        ("busy", both("遇忙，结束", "Busy: the contact ends")),
        ("callback", both("保留位置，稍后回呼", "Keep the place and call back")),
    ]
    groups: Choices = []
    flow: Any = EntryPoint._meta.get_field("flow").related_model
    kinds: tuple[tuple[str, Any, _StrPromise], ...] = (
        ("queue", Queue, both("转到队列", "On to a queue")),
        ("flow", flow, both("转到流程（提示、留言等）", "On to a flow (message, voicemail ...)")),
    )
    for kind, model, label in kinds:
        rows = visible(model._default_manager.all(), person)
        groups.append((label, [(f"{kind}:{row.code}", f"{row} ({row.code})") for row in rows]))
    return [*plain, *groups]


class TargetField(forms.CharField):
    """Where an overflow goes, chosen from a list; what is stored stays in it even when it is gone."""

    widget = UnfoldAdminSelectWidget

    def offer(self, choices: Choices, stored: str) -> None:
        """Set what can be chosen."""
        known = {value for value, label in choices if not isinstance(label, list)}
        known |= {value for _, group in choices if isinstance(group, list) for value, _ in group}
        kept = [(stored, stored)] if stored and stored not in known else []
        self.widget.choices = [*choices, *kept]


class QueueForm(GatedForm):
    """A queue."""

    section = "queues"
    rows = ("rings",)
    places = {
        "offer_ms": "offer_s",
        "wrap_up_ms": "wrap_up_s",
        "service_level_ms": "service_level_s",
        "short_abandon_ms": "short_abandon_s",
        "announce_every_ms": "announce_every_s",
        "ageing.level_ms": "age_level_s",
        "ageing.cap_ms": "age_cap_s",
        "own.last_agent_ms": "last_agent_min",
        "own.wait_ms": "own_wait_s",
        "reserve.risk_ms": "reserve_after_s",
        "callback.tries": "callback_tries",
        "callback.pause_ms": "callback_pause_min",
        "entry.most_waiting": "most_waiting",
        "entry.most_per_customer": "most_per_customer",
        "entry.return_ms": "return_min",
        "entry.when_full": "when_full",
    }
    when_full = TargetField(
        label=both("排满时", "When full"),
        help_text=both(
            "排满或客户已在排队时，新来的客户去哪里。",
            "What becomes of who finds the line full, or waits there already.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["when_full"]
        field.offer(targets(self.request), str(getattr(self.instance, "when_full", "")))


class RingForm(GatedForm):
    """A ring."""

    overflow = TargetField(
        label=both("到此溢出到", "Here the line ends"),
        required=False,
        help_text=both(
            "选了去向，等到这一刻的客户就去那里；只能是最后一圈。",
            "Who has waited until now goes there; only the last ring can end the line.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["overflow"]
        none = ("", both("不溢出，继续等", "No: go on waiting"))
        field.offer([none, *targets(self.request)], str(getattr(self.instance, "overflow", "")))

    def has_changed(self) -> bool:
        """Keep a new row even when it holds nothing but defaults: somebody has added it on purpose."""
        return self.instance.pk is None or super().has_changed()


class RingFormSet(GatedFormSet):
    """The rings of a queue, numbered by when they begin."""

    section = "queues"
    parts = ("rings",)
    order = "after_s"
    places = {"after_ms": "after_s"}


class EntryPointForm(GatedForm):
    """An entry point."""

    section = "entry_points"
    places = {"limit.arrivals": "limit_arrivals", "limit.within_ms": "limit_min"}


class CalendarForm(GatedForm):
    """A calendar."""

    section = "calendars"
    rows = ("week", "closed_days", "special_days")


class HoursFormSet(GatedFormSet):
    """The weekly hours of a calendar."""

    section = "calendars"
    parts = ("week",)


class DaysFormSet(GatedFormSet):
    """The special days of a calendar."""

    section = "calendars"
    parts = ("closed_days", "special_days")


class TrunkForm(GatedForm):
    """A trunk with a password that is only ever written."""

    secret = forms.CharField(
        label=both("密码", "Password"),
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=both(
            "加密保存，不再显示；留空表示不变。", "Kept encrypted and never shown; empty leaves it as it is."
        ),
    )
