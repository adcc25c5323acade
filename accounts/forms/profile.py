from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.choices import languages, zones


class ProfileForm(forms.Form):
    """What customers give of themselves."""

    display_name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    organization_name = forms.CharField(
        label=_("Company"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)


class AgentProfileForm(ProfileForm):
    """What agents set: what customers see of them, and the signature."""

    organization_name = None  # type: ignore[assignment]  # Django's way to drop a parent's field
    job_title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    signature_html = forms.CharField(
        label=_("Signature"), max_length=20_000, required=False, widget=forms.HiddenInput
    )
    field_order = ("display_name", "job_title", "phone", "time_zone", "language", "signature_html")


class LookForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        required=False,
    )


class AgentLookForm(LookForm):
    density = forms.ChoiceField(
        label=_("Rows"),
        choices=[("comfortable", _("Comfortable")), ("compact", _("Compact"))],
        required=False,
    )
    single_keys = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("J, K, R, E and the others; they are silent inside fields"),
    )


class NotifyForm(forms.Form):
    """Which news an agent wants, in the page and by mail."""

    notify_assigned_page = forms.BooleanField(label=_("A ticket is assigned to you"), required=False)
    notify_assigned_mail = forms.BooleanField(label=_("A ticket is assigned to you"), required=False)
    notify_replied_page = forms.BooleanField(label=_("A customer replied in your ticket"), required=False)
    notify_replied_mail = forms.BooleanField(label=_("A customer replied in your ticket"), required=False)
    notify_followup_page = forms.BooleanField(label=_("A ticket comes back to you"), required=False)
    notify_followup_mail = forms.BooleanField(label=_("A ticket comes back to you"), required=False)
