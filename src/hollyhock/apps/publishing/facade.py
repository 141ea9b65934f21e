"""What other apps may use of publishing."""

from __future__ import annotations

from hollyhock.apps.publishing.selectors import newest
from hollyhock.apps.publishing.services import announce, build, publish

__all__ = ["announce", "build", "newest", "publish"]
