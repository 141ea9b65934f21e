"""The shared words: ids, commands, events, snapshots, errors and ports."""
