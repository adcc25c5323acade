"""Reads a service's description: the WSDL and the few documents it may import."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from providers.errors import CallError
from providers.gateways.description import Service
from providers.gateways.http import fetch
from providers.parsing import parse_xml

MAX_DOCUMENTS = 12
MAX_BYTES = 512 * 1024  # of all documents together


@dataclass(frozen=True, slots=True)
class Documents:
    """What was read: texts by address, the methods found, and a hash that tells versions apart."""

    url: str
    texts: dict[str, str]
    methods: dict[str, list[str]]
    digest: str

    def service(self) -> Service:
        """Parsed again, from the stored texts alone. Raises CallError."""
        return Service(self.url, self._load)

    def _load(self, url: str) -> bytes:
        if url not in self.texts:
            raise CallError("garbage", "The description has changed: a document it imports is not there.")
        return self.texts[url].encode()


def wsdl_url(url: str) -> str:
    """Where the description of the service at `url` is."""
    parts = urlsplit(url)
    if parts.path.casefold().endswith(".wsdl") or "wsdl" in parts.query.casefold().split("&"):
        return url
    query = f"{parts.query}&wsdl" if parts.query else "wsdl"
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def call_url(url: str, described: str) -> str:
    """Where calls go: to the address that was entered. Only a bare WSDL file says where its service is."""
    parts = urlsplit(url)
    if parts.path.casefold().endswith(".wsdl"):
        return described
    words = [word for word in parts.query.split("&") if word and word.casefold() != "wsdl"]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(words), ""))


def read(url: str, *, seconds: float) -> Documents:
    """Fetches and understands the description. Raises CallError."""
    reader = _Reader(seconds)
    address = wsdl_url(url)
    methods = Service(address, reader.load).methods
    joined = "\0".join(f"{key}\0{text}" for key, text in sorted(reader.texts.items()))
    digest = hashlib.sha256(joined.encode()).hexdigest()
    return Documents(address, reader.texts, methods, digest)


class _Reader:
    """Loads documents for zeep, counts them, and keeps them."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.texts: dict[str, str] = {}
        self.left = MAX_BYTES

    def load(self, url: str) -> bytes:
        if url in self.texts:
            return self.texts[url].encode()
        if len(self.texts) >= MAX_DOCUMENTS:
            raise CallError("too_big", f"The description imports more than {MAX_DOCUMENTS} documents.")
        reply = fetch(url, seconds=self.seconds, limit=self.left)
        if reply.status != 200:
            raise CallError(
                "garbage", f"The description cannot be read: HTTP {reply.status}.", http_status=reply.status
            )
        self.left -= len(reply.body)
        self.texts[url] = _text(reply.body)
        return self.texts[url].encode()


def _text(body: bytes) -> str:
    """The document as text, whatever its encoding was. Raises CallError."""
    return etree.tostring(parse_xml(body), encoding="unicode")
