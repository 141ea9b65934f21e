"""Interactions in the back office: who was offered each of them, and why; nothing personal is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from hollyhock.apps.base import media
from hollyhock.apps.base.words import both, pick
from hollyhock.apps.interactions.explaining import explain
from hollyhock.apps.interactions.models import Interaction
from hollyhock.apps.interactions.sight import interactions, sight_of
from hollyhock.apps.people.facade import Place, ReadOnlyAdmin, User, column

_OUTCOMES = {
    "open": both("进行中", "In progress"),
    "answered": both("已接", "Answered"),
    "abandoned": both("放弃", "Abandoned"),
    "flow_out": both("转出", "Flowed out"),
    "self_service": both("自助完成", "Self-service"),
    "voicemail": both("留言", "Voicemail"),
    "standby": both("备用应答", "Standby"),
    "callback": both("已承诺回呼", "Call back promised"),
    "not_reached": both("未能接通", "Not reached"),
    "lost": both("丢失", "Lost"),
}


def _name(tenant: str) -> Coalesce:
    """Return a row's agent by name, or by the code when nobody has it any more; ``tenant`` leads to the row's own."""
    holder = User.objects.filter(tenant=OuterRef(tenant), agent_code=OuterRef("agent")).exclude(agent_code="")
    return Coalesce(Subquery(holder.values("name")[:1]), F("agent"))


@admin.register(Interaction)
class InteractionAdmin(ReadOnlyAdmin):
    """Every interaction that the person may see, newest first, with the explanation of its offers."""

    place = Place("records", 10, "forum")
    list_display = ("id", "began", "kind", "entry_point", "queue", "who", "result")
    list_filter = ("medium", "queue", "outcome")
    search_fields = ("id",)
    fields = ("id", "began", "kind", "entry_point", "queue", "who", "result", "wrap_up_code", "offered", "more")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Show what the person may see."""
        assert isinstance(request.user, User)  # noqa: S101 - the back office is for our people only
        return interactions(sight_of(request.user)).annotate(who=_name("tenant"))

    @column("到达时间", "Arrived", ordering="arrived")
    def began(self, row: Interaction) -> str:
        """Show the moment, by the centre's clock."""
        return date_format(localtime(datetime.fromtimestamp(row.arrived / 1000, UTC)), "DATETIME_FORMAT")

    @column("媒体", "Medium", ordering="medium")
    def kind(self, row: Interaction) -> str:
        """Show the medium in words."""
        return str(media.label(row.medium))

    @column("座席", "Agent", ordering="who")
    def who(self, row: Any) -> str:
        """Show the agent's name."""
        return str(row.who)

    @column("结果", "Outcome", ordering="outcome")
    def result(self, row: Interaction) -> str:
        """Show the outcome in words."""
        return str(_OUTCOMES.get(row.outcome, row.outcome))

    @column("派单与理由", "Offers, and why")
    def offered(self, row: Interaction) -> SafeString | str:
        """Show for each offer the sentence that the engine's trace tells."""
        offers = row.offers.annotate(who=_name("interaction__tenant")).order_by("made")
        told = [explain(who, trace) for who, trace in offers.values_list("who", "trace")]
        if not told:
            return pick("还没有向任何座席派单。", "It has been offered to nobody yet.")
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((pick(w.zh, w.en),) for w in told)))

    @column("时间线", "Timeline")
    def more(self, row: Interaction) -> SafeString:
        """Lead to the interaction's page, which also says why it still waits."""
        text = pick(
            "打开联络页面：时间线、录音，以及为什么还在等待", "Its page: timeline, recordings, why it still waits"
        )
        return format_html('<a class="underline" href="/desk/interactions/{}">{}</a>', row.pk, text)
