"""Measuring: pure folds from the journal's events to segments, agent states and the figures of reports."""
