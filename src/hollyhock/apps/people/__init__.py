"""People, teams, roles and the one permission gate."""
