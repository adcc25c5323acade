"""The mails that the desk writes by itself, the variables of each, and made-up values for a preview."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from common.site import Site
from common.text import Text
from mail.services.texts.shape import TemplateKey

COMMON = ("BRANDNAME", "BRANDADDRESS", "BRANDCOLOUR", "REPLYLINE")
_TICKET = ("TICKETNUMBER", "SUBJECT", "CUSTOMERNAME")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a template is for. Without its `needed` variables the mail would be of no use."""

    label: Text
    when: Text
    variables: tuple[str, ...]
    needed: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[str, ...]:
        return (*self.variables, *COMMON)


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that stands for something, written #NAME#."""

    name: str
    meaning: Text

    @property
    def written(self) -> str:
        return f"#{self.name}#"


MAILS: dict[TemplateKey, Mail] = {
    TemplateKey.TICKET_AUTO_RESPONSE: Mail(
        _("Ticket received"),
        _("To the customer, as soon as a ticket has come in"),
        (*_TICKET, "MESSAGE", "TICKETLINK", "DEPARTMENT"),
    ),
    TemplateKey.TICKET_REPLY: Mail(
        _("Answer of an agent"),
        _("To the customer and everybody on copy"),
        (*_TICKET, "AGENTNAME", "MESSAGE", "SIGNATURE", "TICKETLINK", "DEPARTMENT"),
        needed=("MESSAGE",),
    ),
    TemplateKey.TICKET_LOCKED_NOTICE: Mail(
        _("Ticket is locked"),
        _("To a customer who wrote to a ticket that is Closed and Locked"),
        (*_TICKET, "NEWTICKETLINK"),
        needed=("NEWTICKETLINK",),
    ),
    TemplateKey.TICKET_REFUSED: Mail(
        _("Ticket refused"),
        _("To the sender of a mail that became no ticket, because the ticket provider refused it"),
        ("SUBJECT", "CUSTOMERNAME", "DEPARTMENT", "REASON"),
        needed=("REASON",),
    ),
    TemplateKey.TICKET_LINK: Mail(
        _("Link to a ticket"),
        _("To a customer without an account, who asked for the link again"),
        (*_TICKET, "TICKETLINK"),
        needed=("TICKETLINK",),
    ),
    TemplateKey.NOTIFY_ASSIGNED: Mail(
        _("Assigned to you"),
        _("To the agent who gets a ticket"),
        (*_TICKET, "AGENTNAME", "ACTORNAME", "MESSAGE", "TICKETLINK"),
    ),
    TemplateKey.NOTIFY_CUSTOMER_REPLIED: Mail(
        _("Customer replied"),
        _("To the agent of the ticket"),
        (*_TICKET, "AGENTNAME", "MESSAGE", "TICKETLINK"),
    ),
    TemplateKey.NOTIFY_FOLLOW_UP: Mail(
        _("Follow-up"),
        _("To the agent whom a ticket comes back to"),
        (*_TICKET, "AGENTNAME", "MESSAGE", "TICKETLINK"),
    ),
    TemplateKey.NOTIFY_RULE: Mail(
        _("A rule says something"),
        _("To the agents whom a rule tells"),
        (*_TICKET, "AGENTNAME", "ACTORNAME", "MESSAGE", "TICKETLINK"),
    ),
    TemplateKey.ACCOUNT_VERIFY: Mail(
        _("Confirm an address"),
        _("To somebody who registered or changed the address"),
        ("USERNAME", "LINK", "EXPIRES"),
        needed=("LINK",),
    ),
    TemplateKey.ACCOUNT_RESET: Mail(
        _("New password"),
        _("To somebody who forgot the password"),
        ("USERNAME", "LINK", "EXPIRES"),
        needed=("LINK",),
    ),
    TemplateKey.ACCOUNT_INVITE: Mail(
        _("Invitation"),
        _("To a new agent"),
        ("USERNAME", "INVITERNAME", "LINK", "EXPIRES"),
        needed=("LINK",),
    ),
    TemplateKey.ACCOUNT_CLAIM: Mail(
        _("Offer of an account"),
        _("To a customer known only by address"),
        ("USERNAME", "LINK", "EXPIRES"),
        needed=("LINK",),
    ),
}
VARIABLES: dict[str, Variable] = {
    one.name: one
    for one in (
        Variable("TICKETNUMBER", _("Number of the ticket")),
        Variable("SUBJECT", _("Subject of the ticket")),
        Variable("CUSTOMERNAME", _("Name of the customer")),
        Variable("AGENTNAME", _("Name of the agent")),
        Variable("ACTORNAME", _("Who assigned the ticket")),
        Variable("MESSAGE", _("What was written")),
        Variable("SIGNATURE", _("Signature of the agent")),
        Variable("TICKETLINK", _("Address of the ticket")),
        Variable("NEWTICKETLINK", _("Address for a new ticket")),
        Variable("DEPARTMENT", _("Name of the department")),
        Variable("REASON", _("What the ticket provider said")),
        Variable("USERNAME", _("Name of the person")),
        Variable("INVITERNAME", _("Who invited")),
        Variable("LINK", _("Address that does it")),
        Variable("EXPIRES", _("Until when the link works")),
        Variable("BRANDNAME", _("Name of the brand")),
        Variable("BRANDADDRESS", _("Address of the portal")),
        Variable("BRANDCOLOUR", _("Colour of the brand")),
        Variable("REPLYLINE", _("Line above which customers answer")),
    )
}


def samples(brand: Site, language: str) -> dict[str, str]:
    """Made-up values in the template's language."""
    with override(language):
        said = gettext("Mail to one of our addresses bounces since this morning. Could you have a look?")
        thanks = gettext("Thank you!")
        return {
            "TICKETNUMBER": "482-6566F3A1-00C4",
            "SUBJECT": gettext("Mail bounces since this morning"),
            "CUSTOMERNAME": "Cleo Marsh",
            "AGENTNAME": "Ann Keller",
            "ACTORNAME": "Max Brandt",
            "MESSAGE": format_html("<p>{}</p><p>{}</p>", said, thanks),
            "SIGNATURE": format_html("Ann Keller{}{}", mark_safe("<br>"), brand.name),
            "TICKETLINK": f"{brand.address}/tickets/482-6566F3A1-00C4",
            "NEWTICKETLINK": f"{brand.address}/submit",
            "DEPARTMENT": gettext("Support"),
            "REASON": gettext("There are no more tickets in your account."),
            "USERNAME": "Cleo Marsh",
            "INVITERNAME": "Max Brandt",
            "LINK": f"{brand.address}/account/…",
            "EXPIRES": gettext("1 December, 10:00"),
        }
