"""How values are read to a customer, pure: one grammar per language."""
