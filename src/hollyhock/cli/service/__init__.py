"""`hollyhock service`: systemd runs the centre."""
