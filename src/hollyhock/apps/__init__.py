"""The business side: one Django app per matter."""
