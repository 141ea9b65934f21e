"""Hollyhock: an open, self-hosted customer service centre."""
