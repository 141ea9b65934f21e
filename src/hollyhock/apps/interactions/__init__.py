"""The record of every interaction: projected from the journal, read by desk, reports and back office."""
