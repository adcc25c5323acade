"""The Clustering page, and the page that makes this server the active one."""
