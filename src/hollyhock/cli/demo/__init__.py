"""`hollyhock demo`: the demo centre's data, in and out."""
