"""The writer under a conversation: its draft, its recipients and what one may write."""

from dataclasses import dataclass, field
from typing import Any

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from common.html import to_text
from organization.guard import AgentRequest
from tickets.models import Attachment, Draft, Message, Ticket
from tickets.permissions import COMMENT, REPLY
from tickets.selectors.panel import Around
from tickets.views.agent.fixed import Flag, filled, nested

_TEMPLATE = "agent/ticket/writer.html"
KINDS = (Message.Kind.GENERAL, Message.Kind.RESOLUTION, Message.Kind.FOLLOW_UP, Message.Kind.STICKY)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the writer: a draft, or what was refused a moment ago."""

    mode: str = ""
    html: str = ""
    to: str = ""
    cc: str = ""
    error: str = ""
    uploads: list[tuple[str, Attachment]] = field(default_factory=list)


def from_draft(draft: Draft | None, wanted_mode: str) -> Written:
    """The newest draft; a mode asked for by the address comes first."""
    if draft is None:
        return Written(mode=wanted_mode)
    addresses = [", ".join(address for _name, address in people) for people in (draft.to, draft.cc)]
    return Written(mode=wanted_mode or draft.mode, html=draft.html, to=addresses[0], cc=addresses[1])


def writer_context(
    request: AgentRequest, ticket: Ticket, near: Around, written: Written, query: str
) -> dict[str, Any]:
    """The writer, drawn; nothing for who may not write."""
    modes = [mode for mode, permission in _MODES if request.scope.has(permission)]
    mode = written.mode if written.mode in modes else (modes or [""])[0]
    if not modes:
        return {"writer": ""}
    email = ticket.requester.email
    flags: dict[str, Flag] = {
        "modes": " ".join(modes),
        "mode": mode,
        "request.user.signature_html": bool(request.user.signature_html),
        "has_email": bool(email),
        "kinds": tuple((kind.value, str(kind.label)) for kind in KINDS),
    }
    texts: dict[str, object] = {
        "write_url": reverse("agent_write", args=[ticket.number]) + query,
        "draft_url": reverse("agent_draft", args=[ticket.number]),
        "upload_url": reverse("agent_upload"),
        "draft_text": to_text(written.html),
        "forward_to": written.to if mode == Draft.Mode.FORWARD else "",
        "cc_line": written.cc or ", ".join(address for _person, address in near.cc),
        "csrf_token": get_token(request),
        "placeholder": _("Write to %(name)s") % {"name": ticket.requester.name},
        "ticket.requester.name": ticket.requester.name,
        "ticket.requester.email": email,
    }
    more = {
        "draft_html": written.html,
        "write_error": written.error,
        "uploads": [{"id": token, "name": file.name, "size": file.size} for token, file in written.uploads],
    }
    if any(more.values()):  # rare: drawn as it is
        context = nested({"may": request.scope.permissions, **flags, **texts, **more})
        return {"writer": render_to_string(_TEMPLATE, context)}
    return {"writer": filled(_TEMPLATE, request.scope, flags=flags, texts=texts)}


_MODES = (
    (Draft.Mode.REPLY.value, REPLY),
    (Draft.Mode.COMMENT.value, COMMENT),
    (Draft.Mode.FORWARD.value, REPLY),
)
