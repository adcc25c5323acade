"""Every route of the resolver, by everybody, with their own and with others' objects."""
