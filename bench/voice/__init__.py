"""Ours against Asterisk's own queue, on one Asterisk, with one measuring tool for both."""
