"""What flows say: text to be spoken or uploaded sound, per language."""
