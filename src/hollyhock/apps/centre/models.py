"""The centre's tables, all of them; each group stands in a module of its own below ``tables``."""

from __future__ import annotations

from hollyhock.apps.centre.tables.access import EntryPoint, Trunk, TrunkSecret
from hollyhock.apps.centre.tables.calendars import Calendar, Hours, SpecialDay
from hollyhock.apps.centre.tables.lists import NotReadyReason, Skill, WrapUpCode
from hollyhock.apps.centre.tables.queues import Queue, Ring
from hollyhock.apps.centre.tables.skills import AgentSkill

__all__ = [
    "AgentSkill",
    "Calendar",
    "EntryPoint",
    "Hours",
    "NotReadyReason",
    "Queue",
    "Ring",
    "Skill",
    "SpecialDay",
    "Trunk",
    "TrunkSecret",
    "WrapUpCode",
]
