"""Fakes and builders that are shipped with the product."""
