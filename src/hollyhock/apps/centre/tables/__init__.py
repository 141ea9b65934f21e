"""The centre's tables, by group."""
