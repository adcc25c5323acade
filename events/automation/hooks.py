"""Call a web hook."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.errors import ActionError
from events.models import Hook
from events.registry import ActionRun, ActionType, Param, RuleScope, register_action
from events.services import call_hook, check_enabled


def _choices(scope: RuleScope) -> list[tuple[str, str]]:
    return [(str(hook.pk), hook.name) for hook in Hook.objects.all()]


def _hook(params: dict[str, object]) -> Hook | None:
    chosen = str(params.get("hook", ""))
    return Hook.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None


def call(run: ActionRun) -> None:
    """Any answer but 2xx is a failure, and is tried again with growing pauses."""
    hook = _hook(run.params)
    if hook is None:
        raise ActionError(_("The web hook was deleted."), permanent=True)
    check_enabled(hook)
    done = call_hook(hook, fact=run.fact, rule=run.rule, key=f"{run.delivery_id}")
    if not done.is_good:
        raise ActionError(done.error)


def _says(params: dict[str, object]) -> str:
    hook = _hook(params)
    return _("call the web hook “%(name)s”") % {"name": hook.name if hook else params.get("hook", "")}


register_action(
    ActionType(
        name="web_hook",
        label=gettext_lazy("Call a web hook"),
        icon="webhook",
        params=(Param("hook", "choice", gettext_lazy("Web hook"), choices=_choices),),
        run=call,
        level="system",
        says=_says,
        outside=True,
        target=lambda params: f"hook:{params.get('hook', '')}",
    )
)
