"""Flows as YAML with versions, difference, dry run and publishing."""
