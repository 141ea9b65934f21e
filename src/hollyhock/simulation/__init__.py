"""The production core on a virtual clock: what would happen, counted."""
