"""The demo centre's billing connector: balances in a table of its own."""
