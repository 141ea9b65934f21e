"""How many decisions a second the routing core makes, how evenly, and how its peers would fare."""
