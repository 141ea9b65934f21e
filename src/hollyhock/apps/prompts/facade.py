"""What other apps may use of prompts."""

from __future__ import annotations

from hollyhock.apps.prompts.models import Prompt, Wording
from hollyhock.apps.prompts.services import render_missing

__all__ = ["Prompt", "Wording", "render_missing"]
