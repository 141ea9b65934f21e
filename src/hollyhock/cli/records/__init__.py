"""`hollyhock records`: the records are made from the journal, and can be made again."""
