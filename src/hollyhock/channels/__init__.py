"""One folder per medium: it translates between the medium and the engine and never routes."""
