"""The networks that may make a server active, and when a failover is practised."""

import ipaddress
from datetime import time

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class NetworksForm(forms.Form):
    networks = forms.CharField(
        label=gettext_lazy("Networks"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "mono", "dir": "ltr"}),
        help_text=gettext_lazy(
            "One network or address a line, like 10.20.0.0/24. Empty: the page is not there for anybody."
        ),
    )

    def clean_networks(self) -> list[str]:
        """Networks as they are written short."""
        found: list[str] = []
        for word in self.cleaned_data["networks"].replace(",", " ").split():
            try:
                network = str(ipaddress.ip_network(word, strict=False))
            except ValueError as error:
                raise forms.ValidationError(
                    _("“%(word)s” is no network. Write it like 10.20.0.0/24."), params={"word": word}
                ) from error
            if network not in found:
                found.append(network)
        return found


WHICH = [
    (0, gettext_lazy("Every week")),
    (1, gettext_lazy("The first in the month")),
    (2, gettext_lazy("The second in the month")),
    (3, gettext_lazy("The third in the month")),
    (4, gettext_lazy("The fourth in the month")),
]


class ScheduleForm(forms.Form):
    is_on = forms.BooleanField(label=gettext_lazy("Practise by itself"), required=False)
    nth = forms.TypedChoiceField(label=gettext_lazy("How often"), coerce=int, choices=WHICH)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day"), coerce=int, choices=[(day + 1, WEEKDAYS[day]) for day in range(7)]
    )
    at = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    def clean_at(self) -> str:
        """As it is kept."""
        at: time = self.cleaned_data["at"]
        return f"{at:%H:%M}"
