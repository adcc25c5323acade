"""What leaves to others: calls of web hooks, lines of log files."""
