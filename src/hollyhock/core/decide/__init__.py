"""What each command leads to: decisions as events, in the order in which they hold."""
