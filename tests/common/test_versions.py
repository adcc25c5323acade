"""Versions are compared by their numbers."""

import pytest

from common.versions import is_older


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [
        ("0.1.0", "0.1.0", False),
        ("1.9.0", "1.10.0", True),
        ("1.10.0", "1.9.0", False),
        ("1.2", "1.2.1", True),
        ("1.2rc1", "1.2", False),
        ("1.1.9-beta", "1.2", True),
        ("", "0.1.0", True),
        ("unknown", "0.1.0", True),
    ],
)
def test_an_older_version_is_told_by_its_numbers(version: str, than: str, older: bool) -> None:
    assert is_older(version, than) is older
