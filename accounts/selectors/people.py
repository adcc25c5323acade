"""Reads of agents and customers. The views have asked for the permission; nobody else comes here."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Role, User, UserValue
from accounts.permissions import ADMINISTER
from common.audit import history
from common.models import AuditEntry
from common.paging import BadCursorError, Page, page
from customfields.items import FormItem
from customfields.models import Template
from customfields.selectors import Stored, items_of, values_of

PAGE_SIZE = 50
_ROLES = Prefetch("roles", queryset=Role.objects.order_by("id"))


def agents(*, query: str = "", state: str = "") -> list[User]:
    """Agents by name; `state` is "on", "off", "invited" or nothing."""
    rows = User.objects.filter(is_agent=True).prefetch_related(_ROLES).order_by("display_name", "id")
    if query:
        rows = rows.filter(_named(query))
    if state in {"on", "off"}:
        rows = rows.filter(is_active=state == "on")
    found = list(rows[:1000])
    return [agent for agent in found if not agent.has_account] if state == "invited" else found


def agent_for(agent_id: int, *, by: frozenset[str]) -> User:
    """For somebody with the permissions `by`: only administrators reach administrators. Raises Http404."""
    rows = User.objects.prefetch_related(_ROLES).filter(is_agent=True)
    if ADMINISTER not in by:
        rows = rows.exclude(roles__permissions__name=ADMINISTER)
    return get_object_or_404(rows, pk=agent_id)


def administrators() -> list[User]:
    """Who may change all settings and has an address, for mails about the desk itself."""
    rows = User.objects.filter(is_active=True, is_agent=True, roles__permissions__name=ADMINISTER)
    return list(rows.exclude(email="").distinct().order_by("id"))


def _named(query: str) -> Q:
    return Q(display_name__icontains=query) | Q(email_key__contains=query.lower())


def customers(*, query: str = "", cursor: str = "", size: int = PAGE_SIZE) -> Page[User]:
    """Customers, those who came last first. Raises Http404 for a cursor that is none."""
    rows: QuerySet[User] = User.objects.filter(is_agent=False).exclude(pk=User.QUEUE_ID)
    if query:
        told = UserValue.objects.filter(field__is_searchable=True, text__icontains=query).values("user_id")
        rows = rows.filter(_named(query) | Q(organization_name__icontains=query) | Q(pk__in=told))
    try:
        return page(rows, "created_at", size=size, cursor=cursor)
    except BadCursorError as error:
        raise Http404 from error


def is_agent_name(name: str) -> bool:
    """Does an agent sign in by this user name or address? Letter case does not count."""
    key = name.strip().lower()
    return User.objects.filter(Q(username=key) | Q(email_key=key), is_agent=True).exists()


def asked_of(customer: User) -> tuple[tuple[FormItem, ...], dict[int, Stored]]:
    """What the company wants to know of a customer, and what it knows. Agents are not asked."""
    if customer.is_agent:
        return (), {}
    items = items_of(None, Template.Of.CUSTOMER)
    return items, values_of(UserValue, customer) if items else {}


def customer_for(customer_id: int) -> User:
    """Raises Http404."""
    return get_object_or_404(User.objects.exclude(pk=User.QUEUE_ID), pk=customer_id, is_agent=False)


def history_of(user: User, limit: int = 50) -> list[AuditEntry]:
    """What was done to a person's account, newest first."""
    return list(history("user", user.pk).order_by("-id")[:limit])


def other_administrators_exist(user: User) -> bool:
    """Is there anybody else who can sign in and administer?"""
    others = User.objects.filter(is_agent=True, is_active=True, roles__builtin=Role.Builtin.ADMINISTRATOR)
    return any(person.has_account for person in others.exclude(pk=user.pk).distinct()[:50])
