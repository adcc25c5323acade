"""What every page of the workspace needs: its stream, and toasts with what can still be taken back."""

import time
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from common import realtime
from organization.guard import AgentRequest
from tickets.models import Message
from tickets.selectors.desk import Desk

_SENDING = "sending"
_TOASTS = "toasts"
UNDO_SECONDS = 20


def channels_of(request: AgentRequest, desk: Desk, *more: str) -> list[str]:
    """What this agent's pages may hear: their own matters, their groups', and what `more` names."""
    return [f"user:{request.user.pk}", *(f"group:{line.id}" for line in desk.groups), *more]


def frame(request: AgentRequest, channels: list[str], *, since: int | None = None) -> dict[str, Any]:
    """The stream's first ticket stands in the page, so opening a page costs no second request.

    `since`: the position in the stream, where the page has asked for it already.
    """
    return {
        "stream_url": reverse("agent_stream"),
        "stream_channels": " ".join(channels),
        "stream_ticket": realtime.issue(request.user.pk, channels, since=since),
        "toasts": [*_still_sending(request), *_flashed(request)],
        "may": request.scope.permissions,
        "receiving_url": reverse("agent_receiving"),
    }


def _flashed(request: AgentRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = request.session.pop(_TOASTS) if _TOASTS in request.session else []
    return found


def toast_of(text: str, undo: str = "", back: str = "") -> dict[str, Any]:
    """`undo` is the token of `services.undo_bulk`; `back` the list to return to without scripts."""
    if not undo:
        return {"text": text}
    address = f"{reverse('agent_undo')}?{urlencode({'token': undo, 'back': back})}"
    return {"text": text, "undo_url": address, "seconds": UNDO_SECONDS}


def flash(request: AgentRequest, text: str, *, undo: str = "", back: str = "") -> None:
    """A toast on the next page."""
    request.session[_TOASTS] = [*request.session.get(_TOASTS, []), toast_of(text, undo, back)]


def remember_sending(request: AgentRequest, message: Message, name: str) -> None:
    """Keeps Undo at hand on whatever page the agent goes to next."""
    if message.delivery != Message.Delivery.QUEUED or message.send_after is None:
        return
    kept = [row for row in request.session.get(_SENDING, []) if row[1] > time.time()]
    request.session[_SENDING] = [*kept, [message.pk, message.send_after.timestamp(), name]]


def forget_sending(request: AgentRequest, message_id: int) -> None:
    """It was taken back or sent at once."""
    rows = request.session.get(_SENDING, [])
    request.session[_SENDING] = [row for row in rows if row[0] != message_id]


def _still_sending(request: AgentRequest) -> list[dict[str, Any]]:
    now = time.time()
    return [
        {
            "text": _("Reply to %(name)s goes out") % {"name": name},
            "seconds": int(until - now) + 1,
            "undo_url": reverse("agent_undo_send", args=[pk]),
            "now_url": reverse("agent_send_now", args=[pk]),
        }
        for pk, until, name in request.session.get(_SENDING, [])
        if until > now + 1
    ]
