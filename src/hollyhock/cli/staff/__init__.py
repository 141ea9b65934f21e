"""`hollyhock staff`: how many agents are needed when."""
