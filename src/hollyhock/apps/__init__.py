"""Django apps, one folder each with the same file names; they meet only at ``facade.py`` and stand on ``base``."""
