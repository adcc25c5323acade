"""Connections with the database: what DATABASE_URL may say of them, and encryption that holds."""
