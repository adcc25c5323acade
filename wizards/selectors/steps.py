"""The steps of the Company Setup Wizard in their order."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """`hint` stands below the label while there is nothing yet; `onward` is the button that leads here."""

    key: str
    label: Text
    hint: Text
    onward: Text = ""

    @property
    def url_name(self) -> str:
        return f"setup_{self.key}"


STEPS = (
    Step("brand", _("Brands"), _("name, colour, logo")),
    Step("places", _("Departments and groups"), _("who does what"), _("Continue to departments and groups")),
    Step("agents", _("Agents"), _("invite by mail"), _("Continue to agents")),
    Step("mail", _("First mail account"), _("tested while you wait"), _("Continue to the mail account")),
    Step("files", _("Data folder"), _("attachments and keys"), _("Continue to the data folder")),
    Step("done", _("Done"), "", _("Finish")),
)
KEYS = tuple(step.key for step in STEPS)


def step_called(key: str) -> Step:
    return STEPS[KEYS.index(key)]


def step_after(key: str) -> Step:
    """The last one comes after itself."""
    return STEPS[min(KEYS.index(key) + 1, len(STEPS) - 1)]


def step_before(key: str) -> Step | None:
    place = KEYS.index(key)
    return STEPS[place - 1] if place else None
