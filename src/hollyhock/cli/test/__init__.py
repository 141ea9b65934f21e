"""`hollyhock test`: everything that must hold, in one run."""
