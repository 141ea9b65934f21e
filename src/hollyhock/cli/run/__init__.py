"""`hollyhock run`: one process of the centre in the foreground, for systemd."""
