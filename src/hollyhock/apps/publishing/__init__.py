"""The outbox and the numbered versions of the directory."""
