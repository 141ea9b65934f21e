"""Flows, pure: what a node wants, what follows an outcome, reading, checking, comparing and trying a flow."""
