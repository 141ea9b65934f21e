"""Recordings and voicemails: kept, encoded, played, and removed when their time is over."""
