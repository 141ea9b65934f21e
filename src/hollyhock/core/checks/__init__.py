"""What can be wrong with a directory's routing rules, group by group; ``core.routing_checks`` asks them all."""
