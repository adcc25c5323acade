"""The form of an e-mail template: three parts, with variables that this mail knows."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.services import Mail

VARIABLE = re.compile(r"#([A-Z][A-Z0-9_]{1,40})#")


class TemplateForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=300)
    html = forms.CharField(label=_("HTML part"), widget=forms.Textarea)
    text = forms.CharField(
        label=_("Text part"), widget=forms.Textarea, help_text=_("For readers that show no HTML")
    )

    def __init__(self, *args: Any, mail: Mail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mail = mail

    def _known(self, name: str) -> str:
        value = cast("str", self.cleaned_data[name])
        wrong = sorted(set(VARIABLE.findall(value)) - set(self.mail.allowed))
        if wrong:
            names = ", ".join(f"#{one}#" for one in wrong)
            raise forms.ValidationError(_("%(names)s is no variable of this mail") % {"names": names})
        return value

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_html(self) -> str:
        return self._needed("html")

    def clean_text(self) -> str:
        return self._needed("text")

    def _needed(self, name: str) -> str:
        value = self._known(name)
        missing = [one for one in self.mail.needed if f"#{one}#" not in value]
        if missing:
            message = _("Without #%(name)s# this mail would be of no use to its reader")
            raise forms.ValidationError(message % {"name": missing[0]})
        return value
