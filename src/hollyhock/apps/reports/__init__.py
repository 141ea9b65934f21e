"""Reports per queue and agent: figures folded from the records, as JSON, CSV and Excel."""
