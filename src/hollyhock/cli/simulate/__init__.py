"""`hollyhock simulate`: the production core on a virtual clock."""
