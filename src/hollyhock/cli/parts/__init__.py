"""The programs that are not Python: fetched as signed Debian packages, unpacked, run without root."""

from hollyhock.cli.parts.check import check, is_complete
from hollyhock.cli.parts.fetch import fetch

__all__ = ["check", "fetch", "is_complete"]
