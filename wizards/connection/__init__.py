"""Connecting a desk with its database: the first thing a new desk shows, and a page of its settings."""
