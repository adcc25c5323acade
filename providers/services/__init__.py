"""What other apps and the settings do with providers."""

from providers.services.answer import FAILURES, Answer
from providers.services.beginning import ChatStart, begin_chat
from providers.services.calling import call, note_call
from providers.services.chats import ChatAnswer, start_chat
from providers.services.cookies import cookie_username
from providers.services.descriptions import read_again
from providers.services.fields import FieldAnswer, field_options
from providers.services.linking import linked_customer
from providers.services.login import LoginAnswer, authenticate, cookie_info
from providers.services.notifying import notify
from providers.services.settings import save_provider, switch_providers
from providers.services.testing import METHODS, TestReport, check_provider, sample_inputs
from providers.services.tickets import TicketAnswer, start_ticket
from providers.services.userinfo import UserInfo, user_details, user_info

__all__ = [
    "FAILURES",
    "METHODS",
    "Answer",
    "ChatAnswer",
    "ChatStart",
    "FieldAnswer",
    "LoginAnswer",
    "TestReport",
    "TicketAnswer",
    "UserInfo",
    "authenticate",
    "begin_chat",
    "call",
    "check_provider",
    "cookie_info",
    "cookie_username",
    "field_options",
    "linked_customer",
    "note_call",
    "notify",
    "read_again",
    "sample_inputs",
    "save_provider",
    "start_chat",
    "start_ticket",
    "switch_providers",
    "user_details",
    "user_info",
]
