"""Plain lists of codes with names."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from hollyhock.apps.base.gating import EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded, code_field
from hollyhock.apps.base.words import both
from hollyhock.contracts.directory import WrapUpCode as WrapUp
from hollyhock.contracts.events import ENGINE_REASONS
from hollyhock.contracts.routing import SEATS

_SKILL = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9_-]*|[a-z0-9_-]*\.[A-Za-z0-9_-]+)\Z",
    both(
        "只能用小写字母、数字、“-”和“_”；按客户数据要求的技能写成 名称.值，例如 language.en。",
        "Use lower-case letters, digits, “-” and “_”; a skill asked for by customer data is name.value: language.en.",
    ),
)


class Skill(Coded):
    """Something that an agent can do at a level, and that a queue may ask for.

    One called ``NAME.VALUE`` is asked for by rings that go by the attached value ``NAME``.
    """

    code = code_field(validators=[_SKILL])
    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("技能", "skill")
        verbose_name_plural = both("技能", "Skills")

    def clean(self) -> None:
        """Refuse the codes under which rings ask for kinds of seat."""
        if self.code in SEATS:
            remedy = both(
                "此代码表示席位类型，请在人员页面设置；技能请换一个代码。",
                "This code means a kind of seat, which is set on a person's page; choose another for the skill.",
            )
            raise ValidationError({"code": remedy})


class NotReadyReason(Coded):
    """Why an agent takes no interactions for a while."""

    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("示忙原因", "not-ready reason")
        verbose_name_plural = both("示忙原因", "Not-ready reasons")

    def clean(self) -> None:
        """Refuse the codes by which the engine says why it made an agent not ready."""
        if self.code in ENGINE_REASONS:
            remedy = both(
                "此代码由系统自己使用（例如无应答、页面断开），请换一个代码。",
                "The system itself uses this code, as for no answer or a page that is gone; choose another.",
            )
            raise ValidationError({"code": remedy})


class WrapUpCode(Coded):
    """How an interaction ended, as the agent says after it."""

    leaves_open = models.BooleanField(
        both("事项未结", "Leaves the matter open"),
        default=False,
        help_text=both(
            "选用后，这件事在客户资料中显示为未结，直到有人标记为已解决。",
            "The matter stays open on the customer's record until somebody marks it as solved.",
        ),
    )
    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("小结代码", "wrap-up code")
        verbose_name_plural = both("小结代码", "Wrap-up codes")

    @property
    def labelled(self) -> WrapUp:
        """Code, names and flag, for the wire."""
        return WrapUp(code=self.code, name=self.names, leaves_open=self.leaves_open)
