"""Loading and removing a centre that is written as files; ``demo/README.md`` describes them."""
