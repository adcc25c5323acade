"""How a message's body is drawn: simple text in the page itself, anything else in a frame of its own."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import nh3
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tickets.models import Attachment, Message

register = template.Library()

_SIMPLE_TAGS = {
    *(
        "p",
        "br",
        "div",
        "span",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "del",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
    ),
    *("pre", "code", "hr", "h1", "h2", "h3", "h4"),
}
_SIMPLE_ATTRIBUTES = {"*": {"dir", "lang"}, "a": {"href", "title"}, "ol": {"start"}}
_REMOTE = re.compile(r"<img\b[^>]*\ssrc=[\"']https?:", re.I)
_CID = re.compile(r"(<img\b[^>]*?\ssrc=[\"'])cid:([^\"'>]+)", re.I)


@dataclass(frozen=True, slots=True)
class Body:
    """`inline` or `frame` is set, never both; the same for what was quoted."""

    inline: SafeString
    frame: str
    has_remote: bool
    quoted_inline: SafeString
    quoted_frame: str
    files: list[tuple[Attachment, str]]


def simple(markup: str) -> SafeString:
    """The markup itself if it holds plain text only, so that it can stand in the page; else nothing.

    It is cleaned by a much narrower list than the stored one, and must come out unchanged.
    """
    clean = nh3.clean(
        markup,
        tags=_SIMPLE_TAGS,
        attributes=_SIMPLE_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean) if clean == markup else SafeString()  # noqa: S308 - just cleaned


def has_remote_images(markup: str) -> bool:
    """Would a picture be fetched from another server?"""
    return _REMOTE.search(markup) is not None


def frame_url(message: Message, token: str, part: str = "") -> str:
    """Where the frame of a message is; guests carry their link's token."""
    if token:
        address = reverse("guest_message_frame", args=[token, message.pk])
    else:
        address = reverse("message_frame", args=[message.pk])
    return f"{address}?part={part}" if part else address


def file_url(file: Attachment, token: str) -> str:
    """Where a file is read."""
    if token:
        return reverse("guest_attachment", args=[token, file.pk, file.name])
    return reverse("attachment", args=[file.pk, file.name])


def with_pictures(markup: str, attachments: list[Attachment], token: str) -> str:
    """The markup with its inline pictures pointing to the message's own files."""
    known = {file.content_id: file_url(file, token) for file in attachments if file.content_id}

    def address(match: re.Match[str]) -> str:
        return match[1] + html.escape(known.get(html.unescape(match[2]), ""))

    return _CID.sub(address, markup)


@register.simple_tag
def largest_file() -> int:
    """The largest file that a message may have, in bytes."""
    return int(settings.MAX_ATTACHMENT_BYTES)


@register.filter
def said_at(moment: datetime) -> str:
    """The time of day; on other days the date before it. In the reader's zone."""
    local = timezone.localtime(moment)
    clock = formats.time_format(local, "TIME_FORMAT")
    if local.date() == timezone.localdate():
        return gettext("today, %(time)s") % {"time": clock}
    pattern = "MONTH_DAY_FORMAT" if local.year == timezone.localdate().year else "SHORT_DATE_FORMAT"
    return f"{formats.date_format(local, pattern)}, {clock}"


@register.simple_tag
def body_of(message: Message, token: Any = "") -> Body:
    """What templates/tickets/body.html draws. The message's attachments should be prefetched."""
    token = str(token or "")
    inline, quoted = simple(message.html), simple(message.quoted_html)
    shown = message.html + message.quoted_html
    files = [
        file
        for file in message.attachments.all()
        if not (file.content_id and f"cid:{file.content_id}" in shown)
    ]
    return Body(
        inline=inline,
        frame="" if inline or not message.html else frame_url(message, token),
        has_remote=not inline and has_remote_images(message.html),
        quoted_inline=quoted,
        quoted_frame="" if quoted or not message.quoted_html else frame_url(message, token, "quoted"),
        files=[(file, file_url(file, token)) for file in files],
    )
