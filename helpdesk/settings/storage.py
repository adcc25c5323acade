"""Where files are kept: a folder, or a bucket that speaks S3, by STORAGE_URL."""

import importlib.util
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from common import urlquery
from common.bucket import EXAMPLE, is_bucket
from helpdesk.settings.env import env

OPTIONS = ("endpoint", "region", "addressing", "ca")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def storage(url: str) -> dict[str, Any]:
    """The default storage of Django's STORAGES. Raises ImproperlyConfigured."""
    if is_bucket(url):
        return _bucket(url)
    if "://" in url and not url.startswith("file://"):
        raise ImproperlyConfigured(
            f"STORAGE_URL begins with “{url.partition('://')[0]}://”; known are file:///FOLDER and {EXAMPLE}."
        )
    folder = url.removeprefix("file://")
    if not Path(folder).is_absolute():
        raise ImproperlyConfigured("STORAGE_URL must name its folder from the root on: file:///srv/files.")
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}


def _bucket(url: str) -> dict[str, Any]:
    if importlib.util.find_spec("storages") is None or importlib.util.find_spec("boto3") is None:
        raise ImproperlyConfigured(
            "STORAGE_URL names an object store, and its driver is missing: make env EXTRAS=s3."
        )
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise ImproperlyConfigured(
            "Keys do not belong into STORAGE_URL, which pages show: set STORAGE_KEY and STORAGE_SECRET."
        )
    if not _BUCKET.fullmatch(parts.netloc):
        raise ImproperlyConfigured(f"STORAGE_URL names no bucket: {EXAMPLE}.")
    key, secret = env.str("STORAGE_KEY", ""), env.str("STORAGE_SECRET", "")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(
            "STORAGE_KEY and STORAGE_SECRET go together: set both, or none for the server's own role."
        )
    found = _options(parts.query)
    return {
        "BACKEND": "common.objectstore.ObjectStorage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": unquote(parts.path).strip("/"),
            "endpoint_url": found.get("endpoint"),
            "region_name": found.get("region", "us-east-1" if "endpoint" in found else None),
            "addressing": found.get("addressing", "path" if "endpoint" in found else "auto"),
            "verify": found.get("ca"),
            "access_key": key,
            "secret_key": secret,
        },
    }


def _options(query: str) -> dict[str, str]:
    found = urlquery.parse("STORAGE_URL", query, OPTIONS)
    if "endpoint" in found and not re.match(r"https?://[^/]", found["endpoint"]):
        raise ImproperlyConfigured("The endpoint in STORAGE_URL must begin with https:// or http://.")
    if found.get("addressing", "path") not in {"path", "virtual", "auto"}:
        raise ImproperlyConfigured("The addressing in STORAGE_URL is path, virtual or auto.")
    if "ca" in found and not Path(found["ca"]).is_file():
        raise ImproperlyConfigured(f"The file of the authority in STORAGE_URL is not there: {found['ca']}.")
    return found
