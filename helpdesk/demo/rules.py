"""Rules of the demo company: those that the desk suggests, in a folder."""

from dataclasses import replace

from common.actor import SYSTEM
from events import services
from events.forms.rules import rule_draft
from events.forms.suggestions import suggested
from events.models import Rule
from events.registry import RuleScope

FOLDER = "First things first"
SWITCHED_ON = {"urgent-words": True, "idle": False, "evening": True}


def found() -> None:
    """Nothing where there is a rule already."""
    if Rule.objects.exists():
        return
    scope = RuleScope("system")
    for slug, is_on in SWITCHED_ON.items():
        draft = suggested(slug, scope)
        if draft is not None:
            draft.zone = "Europe/London"
            ready = replace(rule_draft(draft, scope), folder=FOLDER, is_enabled=is_on)
            services.create_rule(ready, actor=SYSTEM)
