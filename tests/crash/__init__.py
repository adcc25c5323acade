"""Kill -9 on every kind of process while a client keeps book of what it was promised; then it is compared."""
