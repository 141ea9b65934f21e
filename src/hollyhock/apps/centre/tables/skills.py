"""Who has which skill."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from hollyhock.apps.base.gating import LEADERS, Gate
from hollyhock.apps.base.rows import Once
from hollyhock.apps.base.words import both

_LEVEL = both("级别为 1（入门）到 10（精通）。", "A level is 1 (beginner) to 10 (master).")


def level_field(label_zh: str, label_en: str) -> models.PositiveSmallIntegerField[int, int]:
    """Return the column of a skill level."""
    return models.PositiveSmallIntegerField(
        both(label_zh, label_en),
        default=5,
        validators=[MinValueValidator(1, _LEVEL), MaxValueValidator(10, _LEVEL)],
        help_text=_LEVEL,
    )


class AgentSkill(models.Model):
    """A person's level in a skill; a shift leader may change those of the own teams."""

    person = models.ForeignKey(
        "people.User", models.CASCADE, related_name="agent_skills", verbose_name=both("座席", "Agent")
    )
    skill = models.ForeignKey(
        "centre.Skill", models.PROTECT, related_name="agent_skills", verbose_name=both("技能", "Skill")
    )
    level = level_field("级别", "Level")
    history = HistoricalRecords()
    in_directory = True
    gate = Gate(tenant="person__tenant", team="person__team", own="person", read=LEADERS, write=LEADERS)

    class Meta:
        verbose_name = both("座席技能", "agent's skill")
        verbose_name_plural = both("座席技能", "Agents' skills")
        ordering = ("person__agent_code", "skill__code")
        constraints = (
            Once(
                fields=("person", "skill"),
                at="skill",
                name="centre_agentskill_once",
                violation_error_message=both(
                    "这名座席已有该技能，请修改原有级别。",
                    "This agent has the skill already; change its level instead.",
                ),
            ),
        )

    def __str__(self) -> str:
        """Return agent, skill and level."""
        return f"{self.person} · {self.skill} {self.level}"

    def clean(self) -> None:
        """Refuse a skill of another tenant."""
        if self.skill_id and self.person_id and self.skill.tenant_id != self.person.tenant_id:
            raise ValidationError(
                {"skill": both("没有这个技能，请从列表中选择。", "No such skill; choose one of the list.")}
            )
