"""Customers, their numbers, import and export."""
