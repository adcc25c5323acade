"""What rules can do with a provider: tell it that an event was fired."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.errors import ActionError
from events.registry import ActionRun, ActionType, Params, register_action
from providers import services
from providers.models import Call, Kind
from providers.selectors import NOTIFY as NAME


def notify(run: ActionRun) -> None:
    """Sends the event's number and all its arguments as they were. Raises ActionError: later again."""
    args = {str(key): value for key, value in run.fact.args.items()}
    answer = services.notify(run.fact.event_id, args, ticket_number=str(args.get("ticketNumber", "")))
    if answer.ok:
        return
    if answer.reason == "off":
        raise ActionError(_("The events provider is switched off."))
    reason = str(Call.Reason(answer.reason).label)
    raise ActionError(
        _("The events provider: %(reason)s. %(said)s") % {"reason": reason, "said": answer.detail}
    )


def says(params: Params) -> str:
    return _("Tell the events provider that it happened")


NOTIFY = register_action(
    ActionType(
        name=NAME,
        label=gettext_lazy("Notify External Provider"),
        icon="plug-connected",
        params=(),
        run=notify,
        level="system",
        says=says,
        outside=True,
        target=lambda params: f"provider:{Kind.EVENTS}",
    )
)
