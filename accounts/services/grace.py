"""Administrators get a mail when a grace period of the licence begins, shortly before it ends, and then."""

from django.urls import reverse

from accounts.selectors import administrators
from accounts.services import mails
from common import site
from common.unit import write
from licensing.models import Stage
from licensing.services import tell_grace
from licensing.texts import TO_DO


@write
def mail_grace() -> int:
    """Queues one mail an administrator, in their language, and notes that they know; returns how many.

    While nobody has an address, it stays to be told.
    """
    people = administrators()
    news = tell_grace() if people else None
    if news is None:
        return 0
    link = f"{site.current().address}{reverse('settings_licensing')}"
    told = {"news": news, "stage": Stage(news.stage).name, "to_do": TO_DO[news.reason], "link": link}
    for person in people:
        values = {"person": person, **told}
        mails.send("grace", to=person.email, language=person.language, values=values)
    return len(people)
