"""How far the set-up has come: what was left with Continue or Skip, and what there is of each step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common import options
from common.text import Text
from mail.models import MailAccount
from organization.models import Brand, Department, Group
from wizards.selectors.folder import data_folder
from wizards.selectors.steps import STEPS, Step

PROGRESS = options.declare("setup.company", {})
DONE, SKIPPED = "done", "skipped"


@dataclass(frozen=True, slots=True)
class Line:
    """A step beside the page. `state` is done, skipped, now or open."""

    step: Step
    state: str
    note: Text
    is_now: bool


def progress() -> dict[str, str]:
    """What was left, and how, by the step's key."""
    return {key: str(value) for key, value in options.get(PROGRESS).items()}


def open_step() -> Step:
    """Where to go on: the first step that was neither done nor skipped."""
    left = progress()
    return next((step for step in STEPS[:-1] if step.key not in left), STEPS[-1])


def lines(current: str) -> list[Line]:
    """All steps, with what there is of them."""
    left, notes = progress(), _notes()
    return [
        Line(step, left.get(step.key, "open"), notes.get(step.key) or step.hint, step.key == current)
        for step in STEPS
    ]


def _notes() -> dict[str, str]:
    names = Brand.objects.filter(is_active=True).order_by("-is_default", "sort", "id")
    box = MailAccount.objects.order_by("id").first()
    return {
        "brand": ", ".join(names.values_list("name", flat=True)[:3]),
        "places": places_in_words(),
        "agents": agents_in_words(),
        "mail": box.address if box else "",
        "files": data_folder().shown,
    }


def places_in_words() -> str:
    """How many departments and groups there are; nothing where there are none."""
    departments = Department.objects.filter(is_active=True).count()
    if not departments:
        return ""
    groups = Group.objects.filter(is_active=True, department__is_active=True).count()
    said = ngettext("%(n)d department", "%(n)d departments", departments) % {"n": departments}
    return f"{said}, {ngettext('%(n)d group', '%(n)d groups', groups) % {'n': groups}}"


def agents_in_words() -> str:
    """How many were invited and have come; nothing while the administrator is alone."""
    agents = list(User.objects.filter(is_agent=True, is_active=True)[:1000])
    come = sum(1 for one in agents if one.has_account)
    invited = len(agents) - come
    if len(agents) < 2:
        return ""
    if not invited:
        return ngettext("%(n)d agent", "%(n)d agents", come) % {"n": come}
    return _("%(invited)d invited, %(come)d here") % {"invited": invited, "come": come}
