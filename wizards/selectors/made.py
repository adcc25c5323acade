"""What the set-up has made, for its last page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.text import Text
from mail.models import MailAccount, SmtpAccount
from organization.models import Brand, Department
from organization.selectors import brands
from wizards.selectors.folder import data_folder
from wizards.selectors.progress import DONE, agents_in_words, places_in_words, progress


@dataclass(frozen=True, slots=True)
class Made:
    """`state` is ok, or skip for what is still to do. `step` leads to it."""

    state: str
    label: Text
    step: str


def _line(step: str, there: object, label: Text, missing: Text) -> Made:
    return Made("ok" if there else "skip", label if there else missing, step)


def made() -> list[Made]:
    """A line a step, in their order."""
    every, places, agents = brands(), places_in_words(), agents_in_words()
    box, server = MailAccount.objects.order_by("id").first(), SmtpAccount.objects.order_by("id").first()
    names = ", ".join(brand.name for brand in every)
    kept = progress().get("files") == DONE and data_folder().shown
    return [
        _line("brand", names, _("Customers see %(names)s") % {"names": names}, _("There is no brand yet")),
        _line("places", places, places, _("There is no department yet: nobody can write a ticket")),
        _line("agents", agents, agents, _("You are the only agent")),
        _line(
            "mail", box and server, _mail(box, server), _("Mail is not set up: tickets come by the portal")
        ),
        _line(
            "files",
            kept,
            _("Files can be written, read and removed in %(folder)s") % {"folder": kept},
            _("The data folder was not tried"),
        ),
    ]


def _mail(box: MailAccount | None, server: SmtpAccount | None) -> str:
    if box is None or server is None:
        return ""
    said = _("Mail to %(address)s becomes tickets; answers leave by %(server)s")
    return said % {"address": box.address, "server": server.host}


def takes_tickets() -> bool:
    """Is there a department that customers can choose?"""
    rows = Department.objects.filter(is_active=True, is_public=True, front_line__is_active=True)
    return rows.filter(brand__is_active=True).exists()


def portal() -> Brand | None:
    """The brand whose portal the last page leads to."""
    every = brands()
    return every[0] if every else None
