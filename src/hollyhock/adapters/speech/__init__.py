"""Speech: an engine that says text, sounds in the forms that the switch plays, and the speaker of calls."""
