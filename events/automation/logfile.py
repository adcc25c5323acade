"""Write a line to a file of the server."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.gateways.logfile import write_line
from events.registry import ActionRun, ActionType, Param, event_type, register_action

DEFAULT = "events"


def file_name(text: object) -> str:
    """A name without a path."""
    return re.sub(r"[^a-z0-9_-]+", "-", str(text or "").lower()).strip("-")[:60] or DEFAULT


def log(run: ActionRun) -> None:
    fact = run.fact
    write_line(
        file_name(run.params.get("file")),
        {
            "at": fact.created_at.isoformat(),
            "event": fact.event_id,
            "name": event_type(fact.event_id).name,
            "fact": fact.pk,
            "rule": {"id": run.rule.pk, "name": run.rule.name},
            "delivery": run.delivery_id,
            "args": fact.args,
        },
    )


register_action(
    ActionType(
        name="log_file",
        label=gettext_lazy("Write to a log file"),
        icon="file-text",
        params=(
            Param(
                "file",
                "text",
                gettext_lazy("File"),
                required=False,
                help=gettext_lazy("Its name without ending; it lies in the folder logs/events of the desk."),
            ),
        ),
        run=log,
        level="system",
        says=lambda params: _("write a line to “%(file)s.jsonl”") % {"file": file_name(params.get("file"))},
        outside=True,
        target=lambda params: f"file:{file_name(params.get('file'))}"[:32],
    )
)
