"""`hollyhock journal`: proofs on the ordered record of everything."""
