"""Files in a bucket that speaks S3: django-storages with one client a process and errors in plain words.

Only imported when STORAGE_URL begins with `s3://`: the driver is an extra (`make env EXTRAS=s3`).
"""

import os
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import boto3.session
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3File, S3Storage

from common.bucket import ObjectStoreError

P = ParamSpec("P")
T = TypeVar("T")
MEMORY_BYTES = 2 * 1024 * 1024  # what is read is held in memory up to this size, beyond it on disk
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 15, 3
OWN_SECONDS = 60.0
_REASONS = {
    "NoSuchBucket": "bucket",
    "InvalidAccessKeyId": "key",
    "SignatureDoesNotMatch": "key",
    "AuthFailure": "key",
    "AccessDenied": "rights",
    "403": "rights",
    "Forbidden": "rights",
    "PermanentRedirect": "region",
    "AuthorizationHeaderMalformed": "region",
    "301": "region",
    "RequestTimeTooSkewed": "clock",
}


def _told(error: Exception) -> ObjectStoreError:
    if not isinstance(error, ClientError):
        name = type(error).__name__
        return ObjectStoreError("credentials" if "Credentials" in name else "away", f"{name}: {error}")
    said = error.response.get("Error", {})
    code = str(said.get("Code", ""))
    return ObjectStoreError(_REASONS.get(code, "other"), f"{code}: {said.get('Message') or error}")


def plain(method: Callable[P, T]) -> Callable[P, T]:
    """What the driver raises becomes an ObjectStoreError, an OSError as of a folder that is not there."""

    @wraps(method)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except (ClientError, BotoCoreError, Boto3Error, RetriesExceededError) as error:
            raise _told(error) from error

    return tried


class ObjectStorage(S3Storage):  # type: ignore[misc]  # it has no types
    """Content is named by its hash, so that writing a name again changes nothing."""

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing", "path")
        self._lock = threading.Lock()
        self._made_by = 0
        self._written: dict[str, float] = {}
        super().__init__(
            client_config=Config(
                s3={"addressing_style": style},
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                # stores other than Amazon's know the newer checksums only in part
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            transfer_config=TransferConfig(use_threads=False),
            max_memory_size=MEMORY_BYTES,
            file_overwrite=True,
            **options,
        )

    @property
    def connection(self) -> Any:
        """One for all threads of the process: those of mail come and go, and making a connection takes longer
        than what they ask. Only its client works, which may be shared; a fork makes its own."""
        if self._made_by != os.getpid():
            with self._lock:
                if self._made_by != os.getpid():
                    self._shared = self._connect()
                    self._made_by = os.getpid()
        return self._shared

    def _connect(self) -> Any:
        session = boto3.session.Session(
            aws_access_key_id=self.access_key or None, aws_secret_access_key=self.secret_key or None
        )
        return session.resource(
            "s3",
            region_name=self.region_name,
            endpoint_url=self.endpoint_url,
            config=self.client_config,
            verify=self.verify,
        )

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    @plain
    def _open(self, name: str, mode: str = "rb") -> S3File:
        file = super()._open(name, mode)
        if "r" in mode:
            file.open()  # fetched here, where its errors are told
        return file

    @plain
    def _save(self, name: str, content: Any) -> str:
        kept = cast(str, super()._save(name, content))
        now = time.monotonic()
        with self._lock:
            recent = {one: at for one, at in self._written.items() if now - at < OWN_SECONDS}
            self._written = recent | {kept: now}
        return kept

    @plain
    def exists(self, name: str) -> bool:
        """Without asking for what this process has just written: a change that names the file then waits
        for no network while it holds its locks."""
        at = self._written.get(name)
        return (at is not None and time.monotonic() - at < OWN_SECONDS) or bool(super().exists(name))

    @plain
    def delete(self, name: str) -> None:
        with self._lock:
            self._written.pop(name, None)
        super().delete(name)

    @plain
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return cast(tuple[list[str], list[str]], super().listdir(path))

    @plain
    def size(self, name: str) -> int:
        return int(super().size(name))
