"""What other apps and processes may use of interactions."""

from __future__ import annotations

from hollyhock.apps.interactions.figures import within
from hollyhock.apps.interactions.history import history
from hollyhock.apps.interactions.models import Interaction, Offer, Segment
from hollyhock.apps.interactions.projecting import catch_up, position, rebuild
from hollyhock.apps.interactions.rules import agents_of, rules_of
from hollyhock.apps.interactions.services import erase
from hollyhock.apps.interactions.sight import Sight, interactions, of_agents, parts, sight_of, stays
from hollyhock.apps.interactions.verifying import first_difference

__all__ = [
    "Interaction",
    "Offer",
    "Segment",
    "Sight",
    "agents_of",
    "catch_up",
    "erase",
    "first_difference",
    "history",
    "interactions",
    "of_agents",
    "parts",
    "position",
    "rebuild",
    "rules_of",
    "sight_of",
    "stays",
    "within",
]
