"""The domain's cards: one replica per gateway, one view per desk."""
