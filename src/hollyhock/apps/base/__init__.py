"""What every app stands on: words in both languages, gates, saving, jobs. No models of its own, knows no app."""
