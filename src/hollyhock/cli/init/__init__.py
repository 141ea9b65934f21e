"""`hollyhock init`: an empty centre."""
