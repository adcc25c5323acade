"""Administrators get a mail when another server becomes the active one."""

from django.urls import reverse

from accounts.selectors import administrators
from accounts.services import mails
from clustering.facts import Takeover
from clustering.services import told
from common import site
from common.unit import write

NO_NEWS = {"first", "one machine"}  # nobody was active before: the desk is being set up


@write
def mail_takeover(takeover: Takeover) -> int:
    """Queues one mail an administrator, in their language, and notes that they know; returns how many."""
    people = administrators() if takeover.why not in NO_NEWS else []
    link = f"{site.current().address}{reverse('settings_cluster')}"
    for person in people:
        values = {"person": person, "takeover": takeover, "link": link}
        mails.send("takeover", to=person.email, language=person.language, values=values)
    told(takeover.epoch)
    return len(people)
