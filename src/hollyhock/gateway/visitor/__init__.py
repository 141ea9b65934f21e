"""A visitor's call from a web page."""
