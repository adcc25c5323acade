"""Measures the installed product from outside: real HTTP against `manage.py serve`."""
