"""A chat that is about to begin: may it, in which department, with which custom fields?"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from customfields.selectors import by_names, texts_by_name
from organization.models import Department
from organization.selectors import department_called
from providers.selectors import login_name
from providers.services.chats import start_chat

log = logging.getLogger("providers")


@dataclass(frozen=True, slots=True)
class ChatStart:
    """`message` is for the person when it is not allowed. `values` are the custom fields to store, by id.

    Keep it with what reserves the chat: the provider may charge for the call, so a retry must not ask again.
    """

    allowed: bool
    message: str
    department: Department
    values: Mapping[int, Any] = field(default_factory=dict)
    reason: str = ""


def begin_chat(
    *,
    department: Department,
    person: User | None = None,
    email: str = "",
    values: Mapping[int, Any] | None = None,
) -> ChatStart:
    """Asks the live chat provider, once a chat and outside any transaction.

    `person` is who is signed in; `email` what somebody else says. A department nobody here is called by is
    logged and ignored, as are unknown fields.
    """
    given = dict(values or {})
    login = login_name(person) if person is not None else ""
    answer = start_chat(
        department_name=department.name,
        login=login,
        email_from="" if login else (person.email if person is not None else email),
        fields=texts_by_name(given),
    )
    if not answer.allowed:
        message = answer.message.strip() or _("No chat can begin at the moment. Please try again later.")
        return ChatStart(False, message, department, given, answer.reason)
    named = department_called(0, answer.department_name, near=department)
    if answer.department_name and named is None:
        log.warning("StartChat named a department that does not exist here: %s", answer.department_name[:80])
    given |= by_names(answer.fields) if answer.fields else {}
    return ChatStart(True, "", named or department, given, answer.reason)
