"""Departments and groups that companies of a kind begin with."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.text import Text


@dataclass(frozen=True, slots=True)
class Start:
    """`places`: each department with its groups, the front line first."""

    key: str
    label: Text
    places: tuple[tuple[Text, tuple[Text, ...]], ...] = ()


FRONT_LINE = _("Front Line")
STARTS = (
    Start(
        "hosting",
        _("Hosting company"),
        (
            (_("Support"), (FRONT_LINE, _("Migrations"), _("Servers"))),
            (_("Sales"), (_("Sales"),)),
            (_("Billing"), (_("Invoices"), _("Renewals"))),
        ),
    ),
    Start(
        "shop",
        _("Shop"),
        (
            (_("Orders"), (FRONT_LINE, _("Returns"))),
            (_("Products"), (_("Advisers"),)),
            (_("Billing"), (_("Invoices"),)),
        ),
    ),
    Start(
        "it",
        _("IT of a company"),
        (
            (_("Service desk"), (FRONT_LINE, _("Workplaces"), _("Networks"))),
            (_("Purchasing"), (_("Orders"),)),
        ),
    ),
    Start("empty", _("Empty")),
)
