"""Where higher apps say what an administrator of an empty desk sees after the first sign-in."""

from django.urls import reverse

_pages = {"first": "settings_home"}


def set_first_page(url_name: str) -> None:
    """The page by the name of its route."""
    _pages["first"] = url_name


def first_page() -> str:
    """The page's address."""
    return reverse(_pages["first"])
