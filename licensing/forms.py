"""A key that is pasted, and an answer that is pasted or loaded as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 20_000
_MONO = {"rows": 5, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}


class KeyForm(forms.Form):
    key = forms.CharField(
        label=_("Key"),
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs=_MONO),
        help_text=_("All of its lines. Line breaks and blanks do not matter."),
        error_messages={"required": _("Paste the key that the licensor has sent.")},
    )


class AnswerForm(forms.Form):
    """What a file holds stands in the text field afterwards, so that nothing has to be chosen again."""

    file = forms.FileField(label=_("Answer file"), required=False, max_length=200)
    answer = forms.CharField(
        label=_("or paste what it holds"),
        required=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs=_MONO | {"rows": 3}),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data.get("file")
        if file is None:
            return ""
        if file.size > MAX_CHARACTERS:
            raise forms.ValidationError(_("This file is too large to be an answer."))
        return str(file.read(), "utf-8", errors="replace").strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["text"] = data.get("file") or data.get("answer", "").strip()
        if not data["text"] and not self.errors:
            self.add_error("answer", _("Choose the answer file, or paste what it holds."))
        return data

    def kept(self) -> "AnswerForm":
        """The form as it is shown after a refusal: with what was loaded as text."""
        return AnswerForm(initial={"answer": self.cleaned_data.get("text", "")})
