"""Derived order: who waits, who is idle, what is due. Rebuilt from data at any time; never stored."""

from hollyhock.core.index.idle import free_media
from hollyhock.core.index.index import Index

__all__ = ["Index", "free_media"]
