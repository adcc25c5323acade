"""The sentences of the history of accounts, kept mail, queued mail and templates."""

from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from common.audit import Sentence, sentence
from common.text import Text

PLAIN: dict[str, Text] = {
    "mail_account.made": gettext_lazy("Made the account"),
    "mail_account.changed": gettext_lazy("Changed the account"),
    "mail_account.resumed": gettext_lazy("Let the account go on"),
    "mail_account.paused": gettext_lazy("Paused the account"),
    "mail_account.tried": gettext_lazy("Had it tried at once"),
    "mail_account.deleted": gettext_lazy("Deleted the account"),
    "mail.retried": gettext_lazy("Had it tried again"),
    "mail.ignored": gettext_lazy("Decided that nothing need be done"),
    "mail.cancelled": gettext_lazy("Took it out of the queue"),
    "template.saved": gettext_lazy("Changed the template"),
    "template.reset": gettext_lazy("Set the template back to the product’s own"),
}


def _plain(text: Text) -> Sentence:
    return lambda data: str(text)


for _action, _text in PLAIN.items():
    sentence(_action)(_plain(_text))


@sentence("mail.retried_all")
def _retried_all(data: dict[str, Any]) -> str:
    count = int(data.get("count", 0))
    return ngettext("Had %(count)d mail tried again", "Had %(count)d mails tried again", count) % {
        "count": count
    }
