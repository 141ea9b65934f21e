"""Plain lists of codes with names."""

from __future__ import annotations

from hollyhock.apps.base.gating import EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded
from hollyhock.apps.base.words import both


class Skill(Coded):
    """Something that an agent can do at a level, and that a queue may ask for."""

    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("技能", "skill")
        verbose_name_plural = both("技能", "Skills")


class NotReadyReason(Coded):
    """Why an agent takes no interactions for a while."""

    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("示忙原因", "not-ready reason")
        verbose_name_plural = both("示忙原因", "Not-ready reasons")


class WrapUpCode(Coded):
    """How an interaction ended, as the agent says after it."""

    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("小结代码", "wrap-up code")
        verbose_name_plural = both("小结代码", "Wrap-up codes")
