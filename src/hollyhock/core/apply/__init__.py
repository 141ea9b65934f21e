"""How each event changes the state: the only place where state changes."""
