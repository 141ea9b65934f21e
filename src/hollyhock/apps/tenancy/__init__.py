"""Tenants, sites and routing domains."""
