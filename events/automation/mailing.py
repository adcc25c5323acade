"""Send e-mail: queued in the transaction that notes the action as done, so it leaves once."""

from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape, linebreaks, urlize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.actor import Actor
from events import texts
from events.registry import (
    ActionRun,
    ActionType,
    Param,
    Recipients,
    RuleScope,
    recipients,
    register_action,
    register_recipients,
)

ADDRESS = "address"
MOST_MAILS = 50


def _choices(scope: RuleScope) -> list[tuple[str, str]]:
    return [(one.name, str(one.label)) for one in recipients().values()]


def addresses(run_args: dict[str, object], params: dict[str, object]) -> list[str]:
    """To whom it goes; each address once."""
    found: list[str] = []
    chosen = params.get("to")
    for name in chosen if isinstance(chosen, list) else []:
        way = recipients().get(str(name))
        if way is not None and way.needs in run_args:
            found += way.find(run_args)
    found += [part.strip() for part in str(params.get(ADDRESS) or "").split(",")]
    kept = {
        address.lower(): address for address in found if "@" in address and texts.one_line(address) == address
    }
    return list(kept.values())[:MOST_MAILS]


def send_mail(run: ActionRun) -> None:
    """One mail to each, so that nobody sees the others' addresses."""
    args = run.fact.args
    subject = texts.one_line(texts.fill(str(run.params.get("subject", "")), args))[:250]
    body = str(run.params.get("body", ""))
    plain = texts.fill(body, args)
    html = linebreaks(urlize(texts.fill(escape(body), args, html=True), nofollow=False))
    for address in addresses(args, run.params):
        mail = EmailMultiAlternatives(subject, plain, to=[address], headers=_headers(run.actor))
        mail.attach_alternative(html, "text/html")
        mail.send()


def _headers(actor: Actor) -> dict[str, str]:
    """Machines must not answer it, and whoever looks can tell which rule wrote it."""
    return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Rule": str(actor.id)}


def _says(params: dict[str, object]) -> str:
    names = params.get("to")
    ways = (
        [recipients()[name].label for name in names if name in recipients()]
        if isinstance(names, list)
        else []
    )
    to = ", ".join([*map(str, ways), *([str(params[ADDRESS])] if params.get(ADDRESS) else [])])
    return _("send the e-mail “%(subject)s” to %(to)s") % {"subject": params.get("subject", ""), "to": to}


register_recipients(
    Recipients(
        "customer", gettext_lazy("Customer"), "customerEmail", lambda args: [str(args["customerEmail"] or "")]
    )
)
register_action(
    ActionType(
        name="send_mail",
        label=gettext_lazy("Send e-mail"),
        icon="mail",
        params=(
            Param("to", "multichoice", gettext_lazy("To"), required=False, choices=_choices),
            Param(ADDRESS, "address", gettext_lazy("Further addresses"), required=False),
            Param("subject", "text", gettext_lazy("Subject")),
            Param(
                "body",
                "longtext",
                gettext_lazy("Text"),
                help=gettext_lazy("Variables of the event are written #SUBJECT#."),
            ),
        ),
        run=send_mail,
        says=_says,
    )
)
