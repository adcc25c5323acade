"""STORAGE_URL: what it can say, and what is refused in plain words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk.settings.env import env
from helpdesk.settings.storage import storage
from tests.servers.desk import ROOT


def test_a_folder() -> None:
    for url in ("file:///srv/files", "/srv/files"):
        assert storage(url)["OPTIONS"] == {"location": "/srv/files"}


def test_a_bucket_at_amazon() -> None:
    options = storage("s3://desk-files?region=eu-central-1")["OPTIONS"]
    assert (options["bucket_name"], options["location"], options["region_name"]) == (
        "desk-files",
        "",
        "eu-central-1",
    )
    assert (options["endpoint_url"], options["addressing"]) == (None, "auto")


def test_a_bucket_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = tmp_path / "ca.pem"
    authority.touch()
    monkeypatch.setitem(env.ENVIRON, "STORAGE_KEY", "key")
    monkeypatch.setitem(env.ENVIRON, "STORAGE_SECRET", "secret/with+signs")
    url = f"s3://desk-files/of%20the/desk/?endpoint=https://store.example:9000&ca={authority}"
    assert storage(url)["OPTIONS"] == {
        "bucket_name": "desk-files",
        "location": "of the/desk",
        "endpoint_url": "https://store.example:9000",
        "region_name": "us-east-1",
        "addressing": "path",
        "verify": str(authority),
        "access_key": "key",
        "secret_key": "secret/with+signs",
    }


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://host/files", "begins with “ftp://”"),
        ("files", "from the root on"),
        ("s3://", "names no bucket"),
        ("s3://UPPER_case", "names no bucket"),
        ("s3://key:secret@desk-files", "set STORAGE_KEY and STORAGE_SECRET"),
        ("s3://desk-files?zone=eu", "unknown option “zone”"),
        ("s3://desk-files?region=a&region=b", "“region” is given twice"),
        ("s3://desk-files?endpoint=store.example", "must begin with https:// or http://"),
        ("s3://desk-files?addressing=host", "path, virtual or auto"),
        ("s3://desk-files?ca=/nowhere/ca.pem", "is not there: /nowhere/ca.pem"),
    ],
)
def test_what_cannot_be_is_refused(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said.replace("?", r"\?")) as refused:
        storage(url)
    assert ":secret@" not in str(refused.value)


def test_half_of_the_keys_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(env.ENVIRON, "STORAGE_KEY", "key")
    with pytest.raises(ImproperlyConfigured, match="go together"):
        storage("s3://desk-files")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("STORAGE_URL", "ftp://host/files", "STORAGE_URL begins with “ftp://”"),
        ("PORT", "eighty", "PORT is “eighty”; a number is expected."),
    ],
)
def test_a_wrong_setting_ends_the_command_with_a_sentence(name: str, value: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert f"A setting is wrong. {said}" in done.stderr
    assert "Traceback" not in done.stderr
