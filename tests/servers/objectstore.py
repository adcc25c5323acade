"""An object store that speaks S3 over HTTP on loopback, checks signatures and knows who may do what."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from pytest_django import Settings

from helpdesk.settings.env import env
from helpdesk.settings.storage import storage
from tests.servers.process import Process, free_port

OPEN_ACTIONS = 5  # before these are used up the store asks nobody who they are: its people are made by them
MAY_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@dataclass(frozen=True)
class Keys:
    key: str
    secret: str


@dataclass
class ObjectStore:
    """`keys` may do everything, `strangers` belong to somebody without any right."""

    port: int
    process: Process
    keys: Keys
    strangers: Keys

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, bucket: str, folder: str = "") -> str:
        """As STORAGE_URL."""
        return f"s3://{bucket}/{folder}?endpoint={self.endpoint}&region=eu-central-1"

    def use(self, settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        """Files of the test are kept there, as STORAGE_URL and its keys would have it."""
        monkeypatch.setitem(env.ENVIRON, "STORAGE_KEY", self.keys.key)
        monkeypatch.setitem(env.ENVIRON, "STORAGE_SECRET", self.keys.secret)
        settings.STORAGES = settings.STORAGES | {"default": storage(url)}
        settings.STORAGE_URL = url

    def client(self) -> Any:
        return _client(self.endpoint, "s3", self.keys)

    def make_bucket(self, name: str) -> str:
        """Returns its name."""
        place = {"LocationConstraint": "eu-central-1"}
        self.client().create_bucket(Bucket=name, CreateBucketConfiguration=place)
        return name

    def asked(self) -> int:
        """How many requests have come until now."""
        return self.process.log.read_text(errors="replace").count(" HTTP/1.1")

    def names(self, bucket: str) -> list[str]:
        """What lies in a bucket."""
        return [one["Key"] for one in self.client().list_objects_v2(Bucket=bucket).get("Contents", [])]


def _client(endpoint: str, service: str, keys: Keys) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id=keys.key,
        aws_secret_access_key=keys.secret,
    )


def _person(iam: Any, name: str) -> Keys:
    iam.create_user(UserName=name)
    made = iam.create_access_key(UserName=name)["AccessKey"]
    return Keys(made["AccessKeyId"], made["SecretAccessKey"])


@contextmanager
def running() -> Iterator[ObjectStore]:
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-store-"))
    port = free_port()
    process = Process.start(
        "the object store",
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        folder / "log",
        env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(OPEN_ACTIONS)},
    )
    try:
        process.wait_for_port(port)
        iam = _client(f"http://127.0.0.1:{port}", "iam", Keys("nobody", "nothing"))
        keys, strangers = _person(iam, "desk"), _person(iam, "stranger")
        iam.put_user_policy(UserName="desk", PolicyName="all", PolicyDocument=json.dumps(MAY_ALL))
        yield ObjectStore(port, process, keys, strangers)
    finally:
        process.stop()
        shutil.rmtree(folder, ignore_errors=True)
