"""Is everything there that a start needs, and if not, how to mend it?"""
