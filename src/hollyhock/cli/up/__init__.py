"""`hollyhock up`: from nothing to a running centre."""
