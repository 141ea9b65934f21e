"""Yesterday again, under today's rules or others: what was seen stays, what was never seen is drawn."""
