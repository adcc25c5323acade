"""A web hook: where it goes and what it sends along."""

import re
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from events.models import Hook

HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
OWN = frozenset(["host", "content-length", "content-type", "connection", "transfer-encoding"])
MOST_HEADERS = 20


class HookForm(forms.Form):
    """`hook` is the one that is edited, or None for a new one."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Rules offer it by this name."))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        validators=[URLValidator(schemes=("http", "https"))],
        help_text=_("Where the calls go, with https:// unless it is in your own network."),
    )
    headers = forms.CharField(
        label=_("More headers"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("One a line, as in “X-Team: support”. They stay readable here: no passwords."),
    )
    is_enabled = forms.BooleanField(
        label=_("On"),
        required=False,
        help_text=_("Off: rules that call it fail, and can be tried again later."),
    )

    def __init__(self, data: Any = None, *, hook: Hook | None) -> None:
        shown = hook or Hook(is_enabled=True, headers={})
        lines = "\n".join(f"{name}: {value}" for name, value in shown.headers.items())
        initial = {"name": shown.name, "url": shown.url, "headers": lines, "is_enabled": shown.is_enabled}
        super().__init__(data, initial=initial)
        self.hook = hook

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        others = Hook.objects.filter(name=name).exclude(pk=self.hook.pk if self.hook else 0)
        if others.exists():
            raise forms.ValidationError(_("Another web hook has this name."))
        return name

    def clean_headers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in self.cleaned_data["headers"].splitlines():
            if not line.strip():
                continue
            name, colon, value = (part.strip() for part in line.partition(":"))
            if not colon or not HEADER.fullmatch(name) or name.lower() in OWN or not value.isprintable():
                raise forms.ValidationError(_("“%(line)s” is no header to send."), params={"line": line[:80]})
            found[name] = value
        if len(found) > MOST_HEADERS:
            raise forms.ValidationError(_("At most %(most)d headers."), params={"most": MOST_HEADERS})
        return found
