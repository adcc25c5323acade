"""A new ticket that an agent opens for a customer: a message that goes out, or a note of what was said."""

import secrets
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services import customer_for_address
from customfields.forms import build, read
from customfields.items import FormItem
from organization.guard import AgentRequest, agent_view, needs
from tickets import services
from tickets.errors import TicketError, TicketRefusedError
from tickets.forms.agent import NewTicketForm
from tickets.models import Message, Priority, Status, Ticket
from tickets.permissions import CREATE
from tickets.selectors.asked import items_for
from tickets.selectors.counts import counts_of
from tickets.selectors.desk import Desk, desk_of
from tickets.selectors.files import unsent_files
from tickets.selectors.panel import customer_of
from tickets.selectors.people import agent_for, agents_for, customer_by_address, customer_for, group_for
from tickets.views.agent.files import take_files
from tickets.views.agent.frame import channels_of, flash, frame, remember_sending
from tickets.views.agent.side import side


@agent_view
@needs(CREATE)
@require_http_methods(["GET", "POST"])
def new_ticket(request: AgentRequest) -> HttpResponse:
    """The form; posting it makes one ticket, however often it is sent."""
    desk = desk_of(request.scope)
    items = _items(request, desk)
    if request.method == "GET":
        form = _empty(request, items)
        if request.headers.get("HX-Target") == "new-custom":  # another group was chosen
            return render(request, "agent/new/custom.html", {"form": form})
        return _page(request, form, desk)
    form = NewTicketForm(request.POST, fields=build(items, "agent"))
    if not form.is_valid():
        return _page(request, form, desk)
    try:
        ticket = _open(request, form, items)
    except TicketError as error:
        form.add_error(None, str(error.message))
        if isinstance(error, TicketRefusedError):  # its number is used up: sent again, it asks anew
            form.data = again = request.POST.copy()
            again["key"] = _new_key()
        return _page(request, form, desk)
    flash(request, _("Ticket %(number)s is open") % {"number": ticket.number})
    return HttpResponseRedirect(reverse("agent_ticket", args=[ticket.number]))


def _new_key() -> str:
    return secrets.token_urlsafe(12)


_GIVEN = ("customer", "group", "email", "agent", "subject", "tags", "priority", "way")


def _items(request: AgentRequest, desk: Desk) -> tuple[FormItem, ...]:
    """What the chosen group's department asks for; without a choice the first group is chosen."""
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("group", "")
    chosen = desk.group(int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    first = next((line for line in desk.groups if line.is_active), None)
    line = chosen or first
    return items_for(line.department_id) if line else ()


def _empty(request: AgentRequest, items: tuple[FormItem, ...]) -> NewTicketForm:
    fields = build(items, "agent")
    given = {
        name: field.widget.value_from_datadict(request.GET, {}, name)
        for name, field in fields.items()
        if name in request.GET
    }
    return NewTicketForm(initial={"key": _new_key(), **_from_address(request), **given}, fields=fields)


def _from_address(request: AgentRequest) -> dict[str, Any]:
    """What the address gives: a link from elsewhere, or the form itself when a customer was picked."""
    return {name: request.GET[name] for name in _GIVEN if request.GET.get(name)}


def _requester(data: dict[str, Any]) -> User:
    if data["customer"]:
        return customer_for(data["customer"])
    known = customer_by_address(data["email"])
    return known or customer_for_address(name=data["name"], address=data["email"])


def _open(request: AgentRequest, form: NewTicketForm, items: tuple[FormItem, ...]) -> Ticket:
    data, actor = form.cleaned_data, request.user.actor
    group = group_for(data["group"])
    agent = agent_for(data["agent"]) if (data["agent"] or 0) > User.QUEUE_ID else None
    is_note = data["way"] == "note" or data["mode"] == "comment"
    requester = _requester(data)
    body = data["body"]
    content = services.Content(html=body) if data["body_format"] == "html" else services.Content(text=body)
    opening = services.Opening(
        key=f"agent:{request.user.pk}:{data['key']}",
        department=group.department,
        group=group,
        agent=agent,
        subject=data["subject"],
        content=content,
        requester=requester,
        source=Ticket.Source.AGENT,
        by_agent=None if is_note else request.user,
        priority=data["priority"] or Priority.NORMAL,
        status=int(Status.ACTIVE) if is_note else data["status"] or Status.WAITING,
        cc=tuple(customer_for_address(name="", address=address) for address in data["cc"]),
        attachment_ids=take_files(request),
        tags=data["tags"],
        language=requester.language,
        auto_respond=False,
        is_vouched=True,
        fields=read(data, items),
    )
    ticket = services.open_ticket(opening, actor=actor)
    first = Message(ticket=ticket)
    if not is_note and (sent := ticket.messages.filter(seq=1).first()) is not None:
        first = sent
    remember_sending(request, first, requester.name)
    return ticket


def _page(request: AgentRequest, form: NewTicketForm, desk: Desk) -> HttpResponse:
    customer = _chosen(form)
    context: dict[str, Any] = {"form": form, "customer": customer, "groups": _groups(desk)}
    if customer is not None:
        context["known"] = customer_of(customer.pk, request.scope)
        context["open_tickets"] = [other for other in context["known"].tickets if other.is_open][:3]
    group = str(form["group"].value() or "")
    chosen = int(group) if group.isdigit() and request.scope.sees_group(int(group)) else 0
    context |= {
        "agents": agents_for(desk.narrow(group=chosen), me=request.user.pk),
        "priorities": [(level.value, level.label) for level in reversed(Priority)],
        "statuses": [(status.value, status.label) for status in Status],
        "uploads": _uploads(request),
    }
    context |= side(None, counts_of(request.scope), request.scope, desk)
    context |= frame(request, channels_of(request, desk))
    return render(request, "agent/new/page.html", context, status=422 if form.is_bound else 200)


def _groups(desk: Desk) -> list[tuple[str, list[Any]]]:
    several = len(desk.brands) > 1
    return [
        (
            f"{head.brand} · {head.department}" if several else head.department,
            [line for line in lines if line.is_active],
        )
        for head, lines in desk.departments
    ]


def _chosen(form: NewTicketForm) -> User | None:
    value = str(form["customer"].value() or "")
    return customer_for(int(value)) if value.isdigit() and len(value) < 10 else None


def _uploads(request: AgentRequest) -> list[dict[str, Any]]:
    if request.method != "POST":
        return []
    try:
        ids = services.open_tokens(request.POST.getlist("upload"))
    except TicketError:
        return []
    return [
        {"id": services.token(file), "name": file.name, "size": file.size}
        for file in unsent_files(ids, request.user.pk)
    ]
