"""The history of a ticket as sentences. Each action that a service records has one."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.audit import sentence
from common.templatetags.times import duration
from providers.models import Call
from tickets.models import Message, Priority, Status, Ticket


def say(template: str, **values: Any) -> SafeString:
    """The translated template with its values escaped and bold. Placeholders are {name}."""
    bold = {name: format_html("<b>{}</b>", value) for name, value in values.items()}
    return format_html(template, **bold)


def _status(value: int) -> str:
    return str(Status(value).label)


@sentence("ticket.created")
def created(data: dict[str, Any]) -> SafeString:
    source = Ticket.Source(data["source"]).label
    return say(_("Opened in {department}, by {source}"), department=data["department"], source=source)


@sentence("ticket.status")
def status(data: dict[str, Any]) -> SafeString:
    return say(_("Status {old} → {new}"), old=_status(data["old"]), new=_status(data["new"]))


@sentence("ticket.priority")
def priority(data: dict[str, Any]) -> SafeString:
    old, new = Priority(data["old"]).label, Priority(data["new"]).label
    return say(_("Priority {old} → {new}"), old=old, new=new)


@sentence("ticket.subject")
def subject(data: dict[str, Any]) -> SafeString:
    return say(_("Subject changed from “{old}” to “{new}”"), old=data["old"], new=data["new"])


@sentence("ticket.transferred")
def transferred(data: dict[str, Any]) -> SafeString:
    where = {"department": data["department"], "group": data["group"]}
    if data["agent"]:
        said = say(_("Transferred to {agent} in {department}, {group}"), agent=data["agent"], **where)
    else:
        said = say(_("Transferred to the queue of {department}, {group}"), **where)
    if not data.get("kept"):
        return said
    return format_html("{} · {}", said, say(_("kept: {fields}"), fields=", ".join(data["kept"])))


@sentence("fields.changed")
def fields_changed(data: dict[str, Any]) -> SafeString:
    """Each field with what it held before."""
    parts = [
        say(_("{field} {old} → {new}"), field=name, old=old, new=new or _("empty"))
        if old
        else say(_("{field} set to {new}"), field=name, new=new)
        for name, old, new in data["fields"]
    ]
    return format_html_join(" · ", "{}", ((part,) for part in parts))


@sentence("ticket.assigned")
def assigned(data: dict[str, Any]) -> SafeString:
    if data["agent"]:
        return say(_("Assigned to {agent}"), agent=data["agent"])
    return say(_("Put back into the queue of {group}"), group=data["group"])


@sentence("ticket.rerouted")
def rerouted(data: dict[str, Any]) -> SafeString:
    return say(
        _("Sent to {department}, {group} by the ticket provider"),
        department=data["department"],
        group=data["group"],
    )


@sentence("ticket.provider_unknown")
def provider_unknown(data: dict[str, Any]) -> SafeString:
    names = ", ".join(data["names"])
    return say(_("The ticket provider named what does not exist here: {names}"), names=names)


@sentence("ticket.provider_failed")
def provider_failed(data: dict[str, Any]) -> SafeString:
    reasons = dict(Call.Reason.choices)
    reason = reasons.get(data["reason"]) or _("its answer was lost")
    return say(_("The ticket provider gave no answer: {reason}. Opened all the same"), reason=reason)


@sentence("ticket.pinned")
def pinned(data: dict[str, Any]) -> str:
    return _("Pinned to its agent")


@sentence("ticket.unpinned")
def unpinned(data: dict[str, Any]) -> str:
    return _("No longer pinned to its agent")


@sentence("ticket.tag_added")
def tag_added(data: dict[str, Any]) -> SafeString:
    return say(_("Tag {tag} added"), tag=data["tag"])


@sentence("ticket.tag_removed")
def tag_removed(data: dict[str, Any]) -> SafeString:
    return say(_("Tag {tag} removed"), tag=data["tag"])


@sentence("ticket.cc_added")
def cc_added(data: dict[str, Any]) -> SafeString:
    return say(_("{name} gets the answers too (cc)"), name=data["name"])


@sentence("ticket.cc_removed")
def cc_removed(data: dict[str, Any]) -> SafeString:
    return say(_("{name} is no longer on cc"), name=data["name"])


@sentence("ticket.requester")
def requester(data: dict[str, Any]) -> SafeString:
    return say(_("Requester changed from {old} to {new}"), old=data["old"], new=data["new"])


@sentence("ticket.follow_up")
def follow_up(data: dict[str, Any]) -> SafeString:
    return say(_("Comes back {at}: {what}"), at=_moment(data["at"]), what=_then(data))


@sentence("ticket.follow_up_changed")
def follow_up_changed(data: dict[str, Any]) -> SafeString:
    return say(_("Follow-up changed: comes back {at}: {what}"), at=_moment(data["at"]), what=_then(data))


@sentence("ticket.follow_up_cancelled")
def follow_up_cancelled(data: dict[str, Any]) -> str:
    return _("Follow-up cancelled")


@sentence("ticket.follow_up_lapsed")
def follow_up_lapsed(data: dict[str, Any]) -> str:
    return _("Did not come back: the ticket was put away")


@sentence("ticket.followed_up")
def followed_up(data: dict[str, Any]) -> SafeString:
    said = (
        say(_("Came back as {by} planned"), by=data["by"]) if data["by"] else say(_("Came back as planned"))
    )
    return format_html("{}{}", said, "".join(f" · {text}" for text in data["obstacles"]))


def _moment(text: str) -> str:
    """In the reader's zone."""
    local = timezone.localtime(datetime.fromisoformat(text))
    return date_format(local, pgettext("date format", "D j M Y, H:i"))


def _then(data: dict[str, Any]) -> str:
    """What a ticket becomes when it comes back."""
    words = [data["agent"], data["group"], _status(data["status"]) if data["status"] else ""]
    return ", ".join(word for word in words if word) or _("as it is then")


@sentence("ticket.time")
def time_logged(data: dict[str, Any]) -> SafeString:
    if data["billable"]:
        return say(_("Logged {time}, billable {what}"), time=duration(data["minutes"]), what=data["subject"])
    return say(_("Logged {time} {what}"), time=duration(data["minutes"]), what=data["subject"])


@sentence("ticket.time_changed")
def time_changed(data: dict[str, Any]) -> SafeString:
    old, new = duration(data["old"]), duration(data["new"])
    return say(
        _("Changed time of {name}: {old} → {new} {what}"),
        name=data["name"],
        old=old,
        new=new,
        what=data["subject"],
    )


@sentence("ticket.time_deleted")
def time_deleted(data: dict[str, Any]) -> SafeString:
    return say(
        _("Deleted {time} of {name} {what}"),
        time=duration(data["minutes"]),
        name=data["name"],
        what=data["subject"],
    )


@sentence("ticket.deleted")
def deleted(data: dict[str, Any]) -> str:
    return _("Deleted")


@sentence("ticket.spam")
def spam(data: dict[str, Any]) -> str:
    return _("Marked as spam")


@sentence("ticket.restored")
def restored(data: dict[str, Any]) -> str:
    return _("Restored")


@sentence("message.in")
def message_in(data: dict[str, Any]) -> SafeString:
    if data.get("stranger"):
        return say(_("{name}, who is not part of this ticket, wrote"), name=data["name"])
    return say(_("{name} wrote"), name=data["name"])


@sentence("message.out")
def message_out(data: dict[str, Any]) -> SafeString:
    return say(_("Answered {to}"), to=data["to"])


@sentence("message.forwarded")
def message_forwarded(data: dict[str, Any]) -> SafeString:
    return say(_("Forwarded to {to}"), to=data["to"])


@sentence("message.undone")
def message_undone(data: dict[str, Any]) -> str:
    return _("Took a message back before it left")


@sentence("message.failed")
def message_failed(data: dict[str, Any]) -> SafeString:
    return say(_("A message to {to} could not be delivered: {said}"), to=data["to"], said=data["said"])


@sentence("message.refused")
def message_refused(data: dict[str, Any]) -> SafeString:
    return say(_("{name} wrote, but the ticket is locked; they were told so"), name=data["name"])


@sentence("comment.added")
def comment_added(data: dict[str, Any]) -> SafeString:
    return say(_("{kind} added"), kind=Message.Kind(data["kind"]).label)
