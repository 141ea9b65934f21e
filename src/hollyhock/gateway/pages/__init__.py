"""Pages: served from the built front end or forwarded to web."""
