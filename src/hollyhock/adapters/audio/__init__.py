"""Recordings on disk: raw as the switch leaves them, then Opus in Ogg, made by a child of low priority."""
