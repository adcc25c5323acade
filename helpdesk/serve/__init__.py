"""`manage.py serve`: all processes of one node under one supervisor."""
