"""How long people wait when a node fails, measured by breaking it again and again."""
