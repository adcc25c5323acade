"""Failover, proven by breaking it: three nodes on one database behind a proxy, and a book of all they do."""
