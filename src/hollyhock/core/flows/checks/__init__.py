"""The checks that a flow must pass before it may be published; each module looks for one kind of mistake."""
