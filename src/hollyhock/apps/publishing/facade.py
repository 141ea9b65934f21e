"""What other apps may use of publishing."""

from __future__ import annotations

from hollyhock.apps.publishing.building import build
from hollyhock.apps.publishing.checking import RulesBroken, check_tenant
from hollyhock.apps.publishing.selectors import hindrances, newest, problems_of
from hollyhock.apps.publishing.services import announce, publish

__all__ = ["RulesBroken", "announce", "build", "check_tenant", "hindrances", "newest", "problems_of", "publish"]
