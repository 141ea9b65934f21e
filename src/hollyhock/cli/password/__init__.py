"""`hollyhock password`: a new password for somebody who has lost theirs."""
