"""A row of the queue as a mail, block by block: attachments are read from the storage while they go out."""

import base64
import secrets
from collections.abc import Iterator, Sequence
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses

from common import files
from common import html as html_tools
from common.clock import database_now
from common.models import Blob
from mail.classify import OWN_HEADER
from mail.models import OutboundMail

_LINES = 57 * 400  # bytes a block, a whole number of base64 lines
_ADDRESS_HEADERS = frozenset({"from", "to", "cc", "reply-to"})


def compose(mail: OutboundMail) -> Iterator[bytes]:
    """The mail's bytes. Raises FileNotFoundError when an attachment is gone."""
    if mail.raw is not None:
        with files.open_blob(mail.raw) as stream:
            while chunk := stream.read(_LINES):
                yield chunk
        return
    blobs = Blob.objects.in_bulk([part[0] for part in mail.parts])
    inline = [part for part in mail.parts if part[3] and f"cid:{part[3]}" in mail.html]
    attached = [part for part in mail.parts if part not in inline]
    body = _body(mail.text, mail.html)
    head = _head(mail)
    if inline:
        body = _multipart("related", body, inline, blobs)
    if attached:
        body = _multipart("mixed", body, attached, blobs)
    yield head
    yield from body


def _head(mail: OutboundMail) -> bytes:
    message = EmailMessage(policy=SMTP)
    for name, value in mail.headers:
        if name.lower() in _ADDRESS_HEADERS:
            _set_addresses(message, name, value)
        else:
            message[name] = value
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Date"] = format_datetime(database_now())
    message[OWN_HEADER.title()] = mail.message_id
    message["MIME-Version"] = "1.0"
    return message.as_bytes().rstrip(b"\r\n") + b"\r\n"


def _set_addresses(message: EmailMessage, name: str, value: str) -> None:
    people = []
    for person, email in getaddresses([value]):
        local, _, domain = email.rpartition("@")
        if local and domain:
            people.append(HeaderAddress(person, username=local, domain=idna(domain)))
    message[name] = people or value


def idna(domain: str) -> str:
    """A domain as the wire knows it."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def wire_address(address: str) -> str:
    """An address for the envelope."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{idna(domain)}" if at else address


def _body(text: str, html: str) -> Iterator[bytes]:
    message = EmailMessage(policy=SMTP)
    message.set_content(text or html_tools.to_text(html), charset="utf-8", cte="quoted-printable")
    if html:
        message.add_alternative(_document(html), subtype="html", charset="utf-8", cte="quoted-printable")
    del message["MIME-Version"]
    yield message.as_bytes()


def _document(html: str) -> str:
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{html}\n</body></html>\n'


def _multipart(
    kind: str, first: Iterator[bytes], parts: Sequence[list[str]], blobs: dict[int, Blob]
) -> Iterator[bytes]:
    boundary = f"=_{secrets.token_hex(16)}"
    yield f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'.encode()
    yield from first
    for blob_id, name, content_type, content_id in parts:
        yield f"\r\n--{boundary}\r\n".encode()
        yield _part_head(name, content_type, content_id, is_inline=kind == "related")
        yield from _content(blobs.get(int(blob_id)))
    yield f"\r\n--{boundary}--\r\n".encode()


def _part_head(name: str, content_type: str, content_id: str, *, is_inline: bool) -> bytes:
    message = EmailMessage(policy=SMTP)
    kind = content_type if "/" in content_type and not content_type.startswith("message/") else ""
    message["Content-Type"] = kind or "application/octet-stream"
    message.set_param("name", name)
    message["Content-Transfer-Encoding"] = "base64"
    message["Content-Disposition"] = "inline" if is_inline else "attachment"
    message.set_param("filename", name, header="Content-Disposition")
    if content_id:
        message["Content-ID"] = f"<{content_id}>"
    return message.as_bytes().rstrip(b"\r\n") + b"\r\n\r\n"


def _content(blob: Blob | None) -> Iterator[bytes]:
    if blob is None:
        raise FileNotFoundError("an attachment of this mail is not stored any more")
    with files.open_blob(blob) as stream:
        while chunk := stream.read(_LINES):
            encoded = base64.b64encode(chunk)
            yield b"\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)) + b"\r\n"
