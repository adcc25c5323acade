"""When a ticket comes back, and time that was worked: what agents fill in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.selectors import Scope
from tickets import permissions
from tickets.forms.moments import parse_minutes, parse_moment
from tickets.models import FollowUp, Status, TimeLog

NOT_A_MOMENT = _("Say when: “tomorrow”, “mon 9”, “in 2 hours” or “30.11. 14:30”; a moment that is to come.")


class FollowUpForm(forms.Form):
    """`when` is in the words and the zone of the reader. What one may not do is no field."""

    when = forms.CharField(max_length=40, label=_("When"))
    status = forms.TypedChoiceField(
        choices=[("", _("As it is then")), *Status.choices], coerce=int, required=False, empty_value=None
    )
    group = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    agent = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    pin = forms.TypedChoiceField(
        choices=[("", _("As it is then")), ("1", _("Pinned")), ("0", _("Not pinned"))],
        coerce=lambda text: text == "1",
        required=False,
        empty_value=None,
    )
    comment = forms.CharField(max_length=4000, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not scope.has(permissions.CLOSE):
            self.fields["status"].choices = [  # type: ignore[attr-defined]  # a choice field
                choice for choice in self._status_choices() if choice[0] not in (Status.CLOSED, Status.LOCKED)
            ]
        for name, permission in (("group", permissions.TRANSFER), ("agent", permissions.ASSIGN)):
            if not scope.has(permission):
                del self.fields[name]

    @staticmethod
    def _status_choices() -> list[tuple[Any, Any]]:
        return [("", _("As it is then")), *Status.choices]

    def clean_when(self) -> datetime:
        found = parse_moment(self.cleaned_data["when"], timezone.localtime())
        if found is None:
            raise forms.ValidationError(NOT_A_MOMENT)
        return found

    @property
    def first_error(self) -> str:
        return next((str(error) for errors in self.errors.values() for error in errors), "")


def planned(row: FollowUp | None) -> dict[str, Any]:
    """The form's first values: what is planned, else that the ticket becomes Active again."""
    if row is None:
        return {"status": int(Status.ACTIVE)}
    local = timezone.localtime(row.at)
    return {
        "when": f"{local:%Y-%m-%d %H:%M}",
        "status": row.status,
        "group": row.group_id,
        "agent": row.agent_id,
        "pin": "" if row.pin is None else str(int(row.pin)),
        "comment": row.comment,
    }


class TimeForm(forms.Form):
    """A line of the time log; without `at` it is now."""

    time = forms.CharField(max_length=20, label=_("Time"))
    subject = forms.CharField(max_length=200, required=False, label=_("What was done"))
    at = forms.DateTimeField(required=False, label=_("When"), input_formats=["%Y-%m-%dT%H:%M"])
    billable = forms.BooleanField(required=False, label=_("Billable"))

    def clean_time(self) -> int:
        found = parse_minutes(self.cleaned_data["time"])
        if not found:
            raise forms.ValidationError(_("Write 35, 35m, 0:35 or 1h 5m."))
        return found

    @property
    def first_error(self) -> str:
        return next((str(error) for errors in self.errors.values() for error in errors), "")


def logged(row: TimeLog | None) -> dict[str, Any]:
    """The form's first values."""
    if row is None:
        return {}
    hours, minutes = divmod(row.minutes, 60)
    return {
        "time": f"{hours}h {minutes}m" if hours else f"{minutes}m",
        "subject": row.subject,
        "at": f"{timezone.localtime(row.at):%Y-%m-%dT%H:%M}",
        "billable": row.is_billable,
    }
