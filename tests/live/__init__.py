"""A served desk seen from outside: its company set up, its pages used, its rows read."""
